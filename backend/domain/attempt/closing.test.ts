import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTable } from '../../../test/support/domain/decision-table.ts';
import { newAttempt } from '../../../test/support/domain/sample-attempt.ts';
import { outcomeFromFacts } from './closing.ts';
import type { Leg } from './leg.ts';
import { defaultAttemptRules as rules } from './rules.ts';
import type { Attempt, Screening } from './state.ts';

function leg(status: Leg['status'], talkSeconds = 0): Leg {
  return { sid: 'CA1', status, talkSeconds };
}

/** A visitor's leg that was answered after a person's time, sooner than a voicemail answers. */
function answeredByPerson(talkSeconds: number): Leg {
  return { ...leg('completed', talkSeconds), times: { rangAt: 2_000, answeredAt: 7_000 } };
}

function attempt(facts: Partial<Attempt>): Attempt {
  return { ...newAttempt(), post: 'answered', initiatedAt: 1_000, ...facts };
}

/** Facts about the business and the visitor, the outcome from them, and the outcome once the facts are complete. */
const completedCalls = readTable(`
heard                 | so far             | in the end
none, unseen          |                    | business-hung-up
none, completed       | talked             | talked
silent, unseen        | business-voicemail | business-voicemail
declined, unseen      | business-declined  | business-declined
accepted, unseen      |                    | business-hung-up
accepted, ringing     |                    | business-hung-up
accepted, in-progress |                    | short-or-voicemail
accepted, completed   | talked             | talked
accepted, busy        | visitor-busy       | visitor-busy
accepted, no-answer   | visitor-no-answer  | visitor-no-answer
accepted, failed      | visitor-unreachable | visitor-unreachable
accepted, canceled    | business-hung-up   | business-hung-up
`);

test('an answered call that is over gets its outcome from both legs', () => {
  for (const [heard, outcomes] of completedCalls.rows) {
    const [screening, status] = heard.split(', ') as [Screening, Leg['status']];
    const over = attempt({ business: leg('completed'), screening, visitor: leg(status, 60) });
    const found = [false, true].map((everything) => outcomeFromFacts(over, rules, everything) ?? '');
    assert.deepEqual(found, outcomes, heard);
  }
});

test('an unanswered call gets its outcome from its end alone', () => {
  const ends = {
    busy: 'business-busy',
    'no-answer': 'business-no-answer',
    failed: 'carrier-refused',
  } as const;
  for (const [status, outcome] of Object.entries(ends)) {
    assert.equal(
      outcomeFromFacts(attempt({ business: leg(status as Leg['status']) }), rules, false),
      outcome,
    );
  }
});

test('a call canceled before it rang was refused, one canceled later not answered', () => {
  const canceled = { business: leg('canceled') };
  assert.equal(
    outcomeFromFacts(attempt({ ...canceled, initiatedAt: undefined }), rules, false),
    'carrier-refused',
  );
  assert.equal(outcomeFromFacts(attempt(canceled), rules, false), 'business-no-answer');
});

test('a live call has no outcome, with any other facts', () => {
  for (const status of ['unseen', 'queued', 'initiated', 'ringing', 'in-progress'] as const) {
    const alive = attempt({ business: leg(status), screening: 'declined', visitor: leg('completed', 60) });
    assert.equal(outcomeFromFacts(alive, rules, true), undefined, status);
  }
});

const refusal = { code: '13227', advice: 'allow the country' };

test('a refused dial is an end of its own, with any facts about the visitor’s leg', () => {
  for (const status of ['unseen', 'ringing', 'failed', 'completed'] as const) {
    const refused = attempt({
      business: leg('completed'),
      screening: 'accepted',
      visitor: leg(status),
      callFault: 'dial-refused',
    });
    const found = (facts: Partial<Attempt>, everything: boolean) =>
      outcomeFromFacts({ ...refused, ...facts }, rules, everything);
    assert.equal(found({}, false), undefined, `${status}: its cause is still unknown`);
    assert.equal(found({ refusal }, false), 'visitor-not-connected', status);
    assert.equal(found({}, true), 'visitor-not-connected', status);
  }
});

test('a lost instruction is a technical fault, except after a key, a talk or a ring', () => {
  const ends = [
    ['none', 'unseen', 'technical-fault'],
    ['accepted', 'unseen', 'technical-fault'],
    ['silent', 'unseen', 'business-voicemail'],
    ['declined', 'unseen', 'business-declined'],
    ['accepted', 'busy', 'visitor-busy'],
    ['accepted', 'completed', 'talked'],
  ] as const;
  for (const [screening, status, outcome] of ends) {
    const lost = attempt({
      business: leg('completed'),
      screening,
      visitor: leg(status, 60),
      callFault: 'instruction-lost',
      refusal,
    });
    assert.equal(outcomeFromFacts(lost, rules, true), outcome, `${screening}, ${status}`);
  }
});

// rule: connected-is-provisional
test('the shortest talk is a conversation, a second less is not', () => {
  const talked = (seconds: number) =>
    outcomeFromFacts(
      attempt({ business: leg('completed'), screening: 'accepted', visitor: answeredByPerson(seconds) }),
      rules,
      false,
    );
  assert.deepEqual([talked(9), talked(10)], ['short-or-voicemail', 'talked']);
});

/** Excluded: the carrier never reports this for legs that talked, and after the outcome it has no effect. */
test('a dial that did not bridge is no conversation, however long the leg', () => {
  const denied = attempt({
    business: leg('completed'),
    screening: 'accepted',
    visitor: leg('completed', 60),
    dialFailed: true,
  });
  assert.equal(outcomeFromFacts(denied, rules, false), 'short-or-voicemail');
});

test('a refused POST gives an outcome without a call', () => {
  assert.equal(outcomeFromFacts(attempt({ post: 'refused' }), rules, false), 'carrier-refused');
});
