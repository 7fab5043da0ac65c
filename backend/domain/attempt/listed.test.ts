import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, business, key, visitor } from '../../../test/support/domain/attempt-events.ts';
import { permutations } from '../../../test/support/domain/permutations.ts';
import {
  after,
  businessSid,
  newAttempt,
  sampleAttempt,
  toBeEnded,
  visitorSid,
} from '../../../test/support/domain/sample-attempt.ts';
import { effectKey } from '../effect.ts';
import type { AttemptEvent } from './event.ts';
import type { LegStatus } from './leg.ts';
import { defaultAttemptRules as rules } from './rules.ts';
import { type Attempt, isAttemptOpen } from './state.ts';
import { advanceAttempt } from './transition.ts';

const { noSidWindowMs, longestCallMs } = rules;

function listed(
  status: LegStatus,
  own: { when?: number; sid?: string; talkSeconds?: number } = {},
): AttemptEvent {
  const { when = at, sid = businessSid, talkSeconds } = own;
  return {
    kind: 'call-listed',
    at: when,
    business: { sid, status },
    visitor: talkSeconds === undefined ? undefined : { sid: visitorSid, status: 'completed', talkSeconds },
  };
}

function lost(): Attempt {
  return after(newAttempt(), [{ kind: 'call-unanswered', at: 8_000 }]);
}

// rule: listed-is-a-guess
test('a listed call gives the attempt no SID until a webhook names it', () => {
  const guessed = after(lost(), [listed('in-progress')]);
  assert.equal(guessed.business.sid, undefined);
  assert.equal(guessed.listed?.business.sid, businessSid);
  const confirmed = after(guessed, [business('ringing')]);
  assert.deepEqual([confirmed.business.sid, confirmed.business.status], [businessSid, 'in-progress']);
  assert.equal(confirmed.listed, undefined);
});

// rule: listed-is-a-guess
test('a wrong guess is dropped when a webhook names another call', () => {
  const guessed = after(lost(), [listed('completed', { sid: 'CA-strange', talkSeconds: 60 })]);
  const named = after(guessed, [business('ringing')]);
  assert.deepEqual([named.business.sid, named.business.status], [businessSid, 'ringing']);
  assert.deepEqual([named.listed, named.visitor.status], [undefined, 'unseen']);
  assert.deepEqual(named.strays, [], 'a call that was only guessed is not ended');
});

// rule: any-report-order
test('a guess and the webhooks of its call lead to one end in any order', () => {
  const talk = [key('1'), visitor('in-progress'), visitor('completed', 60), business('completed')];
  const guesses = [listed('ringing'), listed('in-progress', { sid: 'CA-strange' })];
  for (const guess of guesses) {
    for (const order of permutations([guess, ...talk])) {
      const { outcome, business: leg, listed: left } = after(lost(), order);
      assert.deepEqual([outcome, leg.sid, left], ['talked', businessSid, undefined]);
    }
  }
});

// rule: listed-is-a-guess
test('a listed call is never ended: on cancel, in the queue or when abandoned', () => {
  const queued = listed('queued', { when: rules.maxQueuedMs });
  for (const begin of [lost(), toBeEnded('unanswered'), toBeEnded('listed')]) {
    for (const event of [
      listed('in-progress'),
      queued,
      listed('in-progress', { when: 50 * longestCallMs }),
    ]) {
      const { arm } = advanceAttempt(begin, event, rules);
      assert.ok(!arm.some(({ effect }) => effect.kind === 'end-call'), JSON.stringify(event));
    }
  }
  const overdue = after(lost(), [listed('in-progress'), listed('in-progress', { when: longestCallMs })]);
  const last = advanceAttempt(overdue, listed('in-progress', { when: 2 * longestCallMs }), rules);
  assert.deepEqual([last.attempt.outcome, last.arm], ['unknown-result', []]);
});

// rule: listed-is-a-guess
test('a cancelled attempt ends its listed call as soon as a webhook confirms it', () => {
  const guessed = after(toBeEnded('unanswered'), [listed('in-progress')]);
  const { arm } = advanceAttempt(guessed, business('in-progress'), rules);
  assert.ok(arm.some(({ effect }) => effectKey(effect) === 'end-call/1/own'));
});

// rule: listed-is-a-guess
test('a listed call that ends unconfirmed is unknown, and the business gets a notice', () => {
  for (const status of ['completed', 'busy', 'no-answer', 'failed', 'canceled'] as const) {
    const guessed = after(lost(), [listed(status)]);
    assert.ok(isAttemptOpen(guessed), 'its webhook can still come');
    const { attempt, tells } = advanceAttempt(guessed, listed(status, { when: noSidWindowMs }), rules);
    assert.equal(attempt.outcome, 'unknown-result', status);
    assert.deepEqual(tells, { kind: 'attempt-ended', at: noSidWindowMs, outcome: 'unknown-result' });
  }
});

// rule: listed-is-a-guess
test('an unconfirmed call is a talk only by a long leg to the visitor’s own number', () => {
  const ends = (talkSeconds: number | undefined) =>
    after(lost(), [
      listed('completed', { when: noSidWindowMs, ...(talkSeconds !== undefined && { talkSeconds }) }),
    ]).outcome;
  assert.deepEqual([ends(undefined), ends(9)], ['unknown-result', 'unknown-result']);
  assert.deepEqual([ends(45), ends(46)], ['unknown-result', 'talked'], 'a short one may be a voicemail');
});

// rule: listed-is-a-guess
test('a live listed call is followed beyond the window, a withdrawn one is not', () => {
  const guessed = after(lost(), [listed('in-progress')]);
  const alive = after(guessed, [listed('in-progress', { when: noSidWindowMs })]);
  assert.ok(isAttemptOpen(alive));
  assert.ok(isAttemptOpen(after(guessed, [{ kind: 'call-not-found', at: noSidWindowMs, sid: businessSid }])));
  const withdrawn = after(guessed, [{ kind: 'call-not-found', at: noSidWindowMs }]);
  assert.equal(withdrawn.outcome, 'unknown-result');
});

test('a cancelled call without a SID stays unknown, because it can have been made', () => {
  const gone: AttemptEvent = { kind: 'call-not-found', at: noSidWindowMs };
  assert.equal(after(toBeEnded('unanswered'), [gone]).outcome, 'unknown-result');
});

// rule: extra-call-ended
test('every webhook that names a call of a closed attempt notes its SID and ends it', () => {
  const closed = sampleAttempt('unknown');
  const webhooks: AttemptEvent[] = [
    business('queued'),
    business('in-progress'),
    key('1'),
    { kind: 'prompt-asked', at, sid: businessSid, token: 'prompt-1' },
    { kind: 'call-placed', at, call: { sid: businessSid, status: 'queued' } },
  ];
  for (const webhook of webhooks) {
    const { attempt, arm } = advanceAttempt(closed, webhook, rules);
    assert.equal(attempt.business.sid, businessSid, webhook.kind);
    assert.deepEqual(
      arm.map(({ effect }) => effectKey(effect)),
      [`end-call/1/${businessSid}`],
    );
  }
  assert.equal(after(closed, [business('completed')]).business.sid, businessSid, 'a dead one is noted too');
});

test('stray calls have one order, for any order of their webhooks', () => {
  const others = ['CA-3', 'CA-1', 'CA-2'].map((sid) => business('ringing', sid));
  for (const order of permutations(others)) {
    for (const stand of ['accepted', 'ended'] as const) {
      assert.deepEqual(after(sampleAttempt(stand), order).strays, ['CA-1', 'CA-2', 'CA-3'], stand);
    }
  }
});
