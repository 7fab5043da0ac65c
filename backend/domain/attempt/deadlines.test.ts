import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, attemptEvents, business, key, visitor } from '../../../test/support/domain/attempt-events.ts';
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
import { defaultAttemptRules as rules } from './rules.ts';
import { isAttemptOpen } from './state.ts';
import { advanceAttempt } from './transition.ts';

// rule: unprocessed-post-retried
test('an intent is renewed once for each time that the POST was turned away', () => {
  const renewed = after(sampleAttempt('unprocessed'), [{ kind: 'intent-renewed', at }]);
  assert.deepEqual([renewed.intents, renewed.post, renewed.intendedAt], [2, 'due', at]);
  assert.equal(after(renewed, [{ kind: 'intent-renewed', at: at + 1 }]), renewed);
});

// rule: extra-call-ended
test('a call that turns up after its attempt was given up is ended at once, until it is known to be dead', () => {
  const late = advanceAttempt(sampleAttempt('unknown'), business('ringing'), rules);
  assert.deepEqual(late.arm, [{ effect: { kind: 'end-call', attempt: 1, sid: businessSid }, dueAt: at }]);
  const dead = after(late.attempt, [business('completed')]);
  assert.deepEqual(advanceAttempt(dead, business('in-progress'), rules).arm, []);
});

// rule: extra-call-ended
test('a second call for one attempt is ended at once and teaches nothing', () => {
  const before = sampleAttempt('accepted');
  const strangers: AttemptEvent[] = [
    business('in-progress', 'CA-other'),
    { kind: 'prompt-asked', at, sid: 'CA-other', token: 'prompt-2' },
    { kind: 'key-pressed', at, sid: 'CA-other', digits: '1', token: 'keys-2' },
  ];
  for (const event of strangers) {
    const { attempt, arm } = advanceAttempt(before, event, rules);
    assert.equal(attempt, before);
    assert.deepEqual(
      arm.map(({ effect }) => effectKey(effect)),
      ['end-call/1/CA-other'],
    );
  }
  assert.deepEqual(advanceAttempt(before, business('completed', 'CA-other'), rules).arm, []);
});

test('a call whose SID is not known is not asked for every two seconds, whatever its legs are said to do', () => {
  const said: AttemptEvent = {
    kind: 'dial-finished',
    at,
    sid: visitorSid,
    visitor: { sid: visitorSid, status: 'no-answer', talkSeconds: 0 },
    bridged: false,
  };
  const throttled = after(sampleAttempt('unprocessed'), [said]);
  assert.equal(throttled.business.sid, undefined);
  const { arm } = advanceAttempt(throttled, { kind: 'call-not-found', at }, rules);
  const [check] = arm.filter(({ effect }) => effect.kind === 'check-attempt');
  assert.ok(check !== undefined && check.dueAt >= at + rules.searchIntervalMs, `${check?.dueAt}`);
});

// rule: cancel-ends-call
test('a call that was to be ended before its SID was known is ended when the SID gets known', () => {
  const waiting = toBeEnded('due');
  for (const event of [
    attemptEvents['call-placed'],
    business('ringing'),
    key('1'),
    attemptEvents['fetched, talking'],
  ]) {
    const { arm } = advanceAttempt(waiting, event, rules);
    assert.ok(
      arm.some(({ effect, dueAt }) => effectKey(effect) === 'end-call/1/own' && dueAt === at),
      event.kind,
    );
  }
});

// rule: cancel-ends-call
test('a call that was to be ended and is found alive is ended again, and looked at soon', () => {
  const talking = attemptEvents['fetched, talking'];
  const { arm } = advanceAttempt(toBeEnded('bridged'), talking, rules);
  assert.deepEqual(Object.fromEntries(arm.map(({ effect, dueAt }) => [effectKey(effect), dueAt])), {
    'check-attempt/1': at + rules.searchIntervalMs,
    'end-call/1/own': at,
  });
});

// rule: unprocessed-post-retried
test('a POST that is turned away five times is given up as refused', () => {
  let attempt = newAttempt();
  for (let intent = 1; intent < rules.maxIntents; intent += 1) {
    attempt = after(attempt, [
      { kind: 'call-unprocessed', at, retryAt: at },
      { kind: 'intent-renewed', at },
    ]);
    assert.ok(isAttemptOpen(attempt));
  }
  const last = advanceAttempt(attempt, { kind: 'call-unprocessed', at, retryAt: at }, rules);
  assert.equal(last.attempt.outcome, 'carrier-refused');
  assert.deepEqual(last.tells, { kind: 'attempt-ended', at, outcome: 'carrier-refused' });
});

test('an attempt that was to end is called off however it ends, so that the order of its last reports is all one', () => {
  const ends = [visitor('completed', 42), business('completed')];
  for (const order of [ends, ends.toReversed()]) {
    assert.equal(after(toBeEnded('bridged'), order).outcome, 'called-off');
  }
});

// rule: deadline-asks-carrier
test("a call that waits in the carrier's queue too long is withdrawn, and not before", () => {
  const queued = (when: number) =>
    advanceAttempt(
      sampleAttempt('placed'),
      {
        kind: 'legs-fetched',
        at: when,
        business: { sid: businessSid, status: 'queued' },
        visitor: undefined,
      },
      rules,
    ).arm.map(({ effect }) => effectKey(effect));
  assert.deepEqual(queued(rules.maxQueuedMs - 1), ['check-attempt/1']);
  assert.deepEqual(queued(rules.maxQueuedMs), ['check-attempt/1', 'end-call/1/own']);
});

// rule: unanswered-post-searched
test('an empty answer proves nothing until the window has closed, with a SID or without', () => {
  for (const stand of ['due', 'unanswered', 'ringing', 'bridged'] as const) {
    const ask = (when: number) => after(sampleAttempt(stand), [{ kind: 'call-not-found', at: when }]);
    assert.ok(isAttemptOpen(ask(rules.noSidWindowMs - 1)), stand);
    assert.equal(ask(rules.noSidWindowMs).outcome, 'unknown-result', stand);
  }
});

test('a dead call that the carrier has forgotten is judged by what is known, once its reports would have come', () => {
  const dead = after(sampleAttempt('accepted'), [business('completed')]);
  const ask = (when: number) => after(dead, [{ kind: 'call-not-found', at: when }]);
  assert.ok(isAttemptOpen(ask(at + rules.staleLegMs - 1)));
  assert.equal(ask(at + rules.staleLegMs).outcome, 'business-hung-up');
});

test('a visitor who is reported alive after the business hung up is taken for stale in the end', () => {
  const dead = after(sampleAttempt('bridged'), [business('completed')]);
  const ask = (when: number) =>
    after(dead, [
      {
        kind: 'legs-fetched',
        at: when,
        business: { sid: businessSid, status: 'completed' },
        visitor: { sid: visitorSid, status: 'in-progress' },
      },
    ]);
  assert.ok(isAttemptOpen(ask(at + rules.staleLegMs - 1)));
  assert.equal(ask(at + rules.staleLegMs).outcome, 'short-or-voicemail');
});

test('without screening the first question of an answered call grants the dial', () => {
  const unscreened = { ...rules, screened: false };
  const attempt = after(
    sampleAttempt('ringing'),
    [{ kind: 'prompt-asked', at, sid: businessSid, token: 'prompt-1' }],
    unscreened,
  );
  assert.deepEqual([attempt.screening, attempt.dialToken], ['accepted', 'prompt-1']);
});

// rule: deadline-asks-carrier
test("ring time runs from the carrier's dialling, not from our request", () => {
  const due = (event: AttemptEvent) =>
    advanceAttempt(sampleAttempt('placed'), event, rules).arm.find(
      ({ effect }) => effect.kind === 'check-attempt',
    )?.dueAt;
  const minutesLater = { ...business('ringing'), at: 100_000 } as AttemptEvent;
  assert.equal(due(minutesLater), 100_000 + rules.ringSeconds * 1000 + 10_000);
});

// rule: deadline-asks-carrier
test('a call that is still shown as alive when none can last so long is given up', () => {
  const talking = sampleAttempt('bridged');
  const fetched = { ...attemptEvents['fetched, talking'], at: talking.intendedAt + rules.longestCallMs };
  assert.equal(after(talking, [fetched]).outcome, 'unknown-result');
  assert.ok(isAttemptOpen(after(talking, [{ ...fetched, at: fetched.at - 1 }])));
});

test('a call that was to end is over as soon as its leg is dead, whatever is still unknown of the visitor', () => {
  for (const stand of ['answered', 'accepted', 'bridged'] as const) {
    assert.equal(after(toBeEnded(stand), [business('completed')]).outcome, 'called-off', stand);
  }
});
