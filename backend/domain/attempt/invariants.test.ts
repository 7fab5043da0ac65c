import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attemptEvents } from '../../../test/support/domain/attempt-events.ts';
import { attemptStands, sampleAttempt, toBeEnded } from '../../../test/support/domain/sample-attempt.ts';
import { effectKey } from '../effect.ts';
import { type AttemptEvent, isCheck } from './event.ts';
import { isDead } from './leg.ts';
import { defaultAttemptRules as rules } from './rules.ts';
import { type Attempt, isAttemptOpen, phaseOf } from './state.ts';
import { type AttemptDecision, advanceAttempt } from './transition.ts';

function everyPair(visit: (before: Attempt, event: AttemptEvent, decision: AttemptDecision) => void): void {
  for (const stand of attemptStands) {
    for (const event of Object.values(attemptEvents)) {
      for (const before of [sampleAttempt(stand), toBeEnded(stand)]) {
        visit(before, event, advanceAttempt(before, event, rules));
      }
    }
  }
}

// rule: any-report-order
test('a repeated event changes nothing and returns the same object', () => {
  everyPair((before, event) => {
    const once = advanceAttempt(before, event, rules).attempt;
    const twice = advanceAttempt(once, event, rules);
    if (event.kind === 'intent-renewed') return;
    assert.equal(twice.attempt, once, `${event.kind} in ${phaseOf(before)}`);
    assert.equal(twice.tells, undefined);
  });
});

// rule: any-report-order
test('events never remove facts', () => {
  everyPair((before, event, { attempt }) => {
    const facts = ['initiatedAt', 'legDeadAt', 'dialToken', 'refusal', 'outcome', 'closedAt'] as const;
    for (const fact of facts) {
      if (before[fact] !== undefined) assert.equal(attempt[fact], before[fact], fact);
    }
    for (const leg of ['business', 'visitor'] as const) {
      if (before[leg].sid !== undefined) assert.equal(attempt[leg].sid, before[leg].sid);
      if (isDead(before[leg])) assert.ok(isDead(attempt[leg]), `${leg} after ${event.kind}`);
      assert.ok(attempt[leg].talkSeconds >= before[leg].talkSeconds);
    }
    if (before.endAsked) assert.ok(attempt.endAsked);
    if (before.dialFailed) assert.ok(attempt.dialFailed);
    for (const sid of before.strays) assert.ok(attempt.strays.includes(sid), sid);
    if (before.screening !== 'none') assert.notEqual(attempt.screening, 'none');
    if (before.post === 'answered') assert.equal(attempt.post, 'answered');
    assert.ok(attempt.intents >= before.intents);
  });
});

test('a closed attempt keeps its outcome and only ends late live calls', () => {
  everyPair((before, _, { attempt, arm, disarm, tells }) => {
    if (isAttemptOpen(before)) return;
    assert.deepEqual([attempt.outcome, attempt.closedAt], [before.outcome, before.closedAt]);
    assert.deepEqual([disarm, tells], [[], undefined]);
    for (const { effect } of arm) assert.equal(effect.kind, 'end-call');
  });
});

// rule: open-attempt-checked
test('every decision that leaves an attempt open arms the next check', () => {
  everyPair((before, event, { attempt, arm, disarm }) => {
    if (!isAttemptOpen(attempt)) return;
    const checks = arm.filter(({ effect }) => effectKey(effect) === 'check-attempt/1');
    const hasNewFacts = attempt !== before || isCheck(event);
    assert.equal(checks.length, hasNewFacts ? 1 : 0, `${event.kind} in ${phaseOf(before)}`);
    for (const { dueAt } of checks) assert.ok(dueAt > event.at);
    const posted = before.post === 'unprocessed' && attempt.post !== 'unprocessed';
    assert.deepEqual(disarm.map(effectKey), posted ? ['place-call'] : []);
  });
});

// rule: silence-is-no-answer
test('no event but a report of its death closes an attempt whose SID is known', () => {
  everyPair((before, event, { attempt }) => {
    if (!isAttemptOpen(before) || before.business.sid === undefined || isAttemptOpen(attempt)) return;
    assert.ok(isDead(attempt.business), `${event.kind} in ${phaseOf(before)}`);
  });
});

test('a closed attempt has no checks', () => {
  everyPair((before, _, { attempt, arm, disarm }) => {
    if (!isAttemptOpen(before) || isAttemptOpen(attempt)) return;
    assert.deepEqual(disarm.map(effectKey), ['check-attempt/1']);
    assert.ok(!arm.some(({ effect }) => effect.kind === 'check-attempt' || effect.kind === 'place-call'));
  });
});

// rule: unprocessed-post-retried
test('the POST is repeated only when it was certainly not carried out', () => {
  everyPair((before, event, { attempt, arm }) => {
    if (!arm.some(({ effect }) => effect.kind === 'place-call')) return;
    assert.equal(event.kind, 'call-unprocessed');
    assert.deepEqual([before.post, attempt.post, attempt.endAsked], ['due', 'unprocessed', false]);
  });
});

test('an attempt that was asked to end never dials and reports no answer', () => {
  everyPair((before, event, { attempt, tells }) => {
    if (!before.endAsked) return;
    assert.equal(attempt.dialToken, before.dialToken, event.kind);
    assert.notEqual(tells?.kind, 'visitor-answered');
  });
});

test('an attempt reports its outcome to its callback, unless it was called off', () => {
  everyPair((before, event, { attempt, tells }) => {
    if (!isAttemptOpen(before) || isAttemptOpen(attempt)) return;
    const { outcome } = attempt;
    const report = outcome === 'called-off' ? undefined : { kind: 'attempt-ended', at: event.at, outcome };
    assert.deepEqual(tells, report);
  });
});
