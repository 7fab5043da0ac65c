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
test('an intent is renewed once for each POST that was not processed', () => {
  const renewed = after(sampleAttempt('unprocessed'), [{ kind: 'intent-renewed', at }]);
  assert.deepEqual([renewed.intents, renewed.post, renewed.intendedAt], [2, 'due', at]);
  assert.equal(after(renewed, [{ kind: 'intent-renewed', at: at + 1 }]), renewed);
});

// rule: extra-call-ended
test('a live call of a closed attempt is ended, until the call is dead', () => {
  const late = advanceAttempt(sampleAttempt('unknown'), business('ringing'), rules);
  assert.deepEqual(late.arm, [{ effect: { kind: 'end-call', attempt: 1, sid: businessSid }, dueAt: at }]);
  const dead = after(late.attempt, [business('completed')]);
  assert.deepEqual(advanceAttempt(dead, business('in-progress'), rules).arm, []);
});

// rule: extra-call-ended
test('a second call of one attempt is ended at once and adds only its SID', () => {
  const before = sampleAttempt('accepted');
  const strangers: AttemptEvent[] = [
    business('in-progress', 'CA-other'),
    { kind: 'prompt-asked', at, sid: 'CA-other', token: 'prompt-2' },
    { kind: 'key-pressed', at, sid: 'CA-other', digits: '1', token: 'keys-2' },
  ];
  for (const event of strangers) {
    const { attempt, arm } = advanceAttempt(before, event, rules);
    assert.deepEqual(attempt, { ...before, strays: ['CA-other'] });
    assert.deepEqual(
      arm.map(({ effect }) => effectKey(effect)),
      ['end-call/1/CA-other', 'check-attempt/1'],
    );
  }
  const { arm } = advanceAttempt(before, business('completed', 'CA-other'), rules);
  assert.ok(!arm.some(({ effect }) => effect.kind === 'end-call'));
});

test('a call without SID is searched for at the search interval', () => {
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
test('a call that must end is ended when its SID becomes known', () => {
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
test('a call that must end and is still alive is ended again and checked soon', () => {
  const talking = attemptEvents['fetched, talking'];
  const { arm } = advanceAttempt(toBeEnded('bridged'), talking, rules);
  assert.deepEqual(Object.fromEntries(arm.map(({ effect, dueAt }) => [effectKey(effect), dueAt])), {
    'check-attempt/1': at + rules.searchIntervalMs,
    'end-call/1/own': at,
  });
});

// rule: unprocessed-post-retried
test('a POST that is not processed five times counts as refused', () => {
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

test('an attempt that was asked to end is called off, with any last reports', () => {
  const ends = [visitor('completed', 42), business('completed')];
  for (const order of [ends, ends.toReversed()]) {
    assert.equal(after(toBeEnded('bridged'), order).outcome, 'called-off');
  }
});

// rule: deadline-asks-carrier
test("a call is ended when it waits too long in the carrier's queue, not before", () => {
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
test('an empty answer ends an attempt without SID only after the window closed', () => {
  for (const stand of ['due', 'unanswered', 'listed'] as const) {
    const ask = (when: number) => after(sampleAttempt(stand), [{ kind: 'call-not-found', at: when }]);
    assert.ok(isAttemptOpen(ask(rules.noSidWindowMs - 1)), stand);
    assert.equal(ask(rules.noSidWindowMs).outcome, 'unknown-result', stand);
  }
});

test('a dead call unknown to the carrier is decided by known facts after a wait', () => {
  const dead = after(sampleAttempt('accepted'), [business('completed')]);
  const ask = (when: number) => after(dead, [{ kind: 'call-not-found', at: when }]);
  assert.ok(isAttemptOpen(ask(at + rules.staleLegMs - 1)));
  assert.equal(ask(at + rules.staleLegMs).outcome, 'business-hung-up');
});

test("a visitor's leg that outlives the business's leg too long counts as stale", () => {
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

test('without screening the first prompt webhook gets the permission to dial', () => {
  const unscreened = { ...rules, screened: false };
  const attempt = after(
    sampleAttempt('ringing'),
    [{ kind: 'prompt-asked', at, sid: businessSid, token: 'prompt-1' }],
    unscreened,
  );
  assert.deepEqual([attempt.screening, attempt.dialToken], ['accepted', 'prompt-1']);
});

// rule: deadline-asks-carrier
test('ring time starts when the carrier dials, not with the POST', () => {
  const due = (event: AttemptEvent) =>
    advanceAttempt(sampleAttempt('placed'), event, rules).arm.find(
      ({ effect }) => effect.kind === 'check-attempt',
    )?.dueAt;
  const minutesLater = { ...business('ringing'), at: 100_000 } as AttemptEvent;
  assert.equal(due(minutesLater), 100_000 + rules.ringSeconds * 1000 + 10_000);
});

type Check = (at: number) => AttemptEvent;

const checks: Record<string, Check> = {
  'says that it is alive': (at) => ({ ...attemptEvents['fetched, talking'], at }),
  'does not know it': (at) => ({ kind: 'call-not-found', at, sid: businessSid }),
  'cannot be asked': (at) => ({ kind: 'check-gave-up', at }),
};
const { longestCallMs } = rules;

for (const [answer, check] of Object.entries(checks)) {
  for (const stand of ['placed', 'ringing', 'answered', 'accepted', 'bridged'] as const) {
    // rule: silence-is-no-answer
    test(`a call (${stand}) stays open at any time while the carrier ${answer}`, () => {
      const moments = [
        0,
        1,
        longestCallMs - 1,
        longestCallMs,
        longestCallMs + 900_000,
        2 * longestCallMs - 1,
      ];
      const asked = after(sampleAttempt(stand), moments.map(check));
      assert.ok(isAttemptOpen(asked));
      assert.ok(
        isAttemptOpen(after(sampleAttempt(stand), [check(50 * longestCallMs)])),
        'a clock that jumped',
      );
    });
  }

  // rule: silence-is-no-answer
  test(`an overdue call is abandoned after asking, if the carrier ${answer}`, () => {
    const overdue = after(sampleAttempt('bridged'), [check(longestCallMs)]);
    const { attempt, arm } = advanceAttempt(overdue, check(2 * longestCallMs), rules);
    assert.equal(attempt.outcome, 'unknown-result');
    assert.deepEqual(
      arm.map(({ effect }) => effectKey(effect)),
      [`end-call/1/${businessSid}`],
    );
  });
}

// rule: silence-is-no-answer
test('every webhook of an overdue call starts the last wait again', () => {
  const webhooks = [visitor('ringing'), business('in-progress'), key('1'), attemptEvents['prompt-asked']];
  for (const webhook of webhooks) {
    const late = { ...webhook, at: longestCallMs + 600_000 };
    const heard = after(sampleAttempt('bridged'), [
      checks['cannot be asked']?.(longestCallMs) as AttemptEvent,
      late,
    ]);
    const ask = (at: number) => after(heard, [{ kind: 'check-gave-up', at }]);
    assert.ok(isAttemptOpen(ask(2 * longestCallMs)), webhook.kind);
    assert.equal(ask(2 * longestCallMs + 600_000).outcome, 'unknown-result', webhook.kind);
  }
});

// rule: silence-is-no-answer
test('the last wait moves along when the clock is set forward or back', () => {
  const gaveUp = (at: number): AttemptEvent => ({ kind: 'check-gave-up', at });
  const overdue = after(sampleAttempt('bridged'), [gaveUp(longestCallMs)]);
  const day = 86_400_000;
  const forward = { ...overdue, intendedAt: overdue.intendedAt + day };
  assert.ok(isAttemptOpen(after(forward, [gaveUp(day + 2 * longestCallMs - 1)])));
  const back = { ...overdue, intendedAt: overdue.intendedAt - day };
  const begun = longestCallMs - day;
  assert.equal(after(back, [gaveUp(begun), gaveUp(begun + longestCallMs)]).outcome, 'unknown-result');
});

// rule: silence-is-no-answer
test('checks without an answer grow slower, and the last wait has a few', () => {
  const due = (at: number) => {
    const { arm } = advanceAttempt(sampleAttempt('bridged'), { kind: 'check-gave-up', at }, rules);
    return (arm[0]?.dueAt ?? 0) - at;
  };
  const waits = [60_000, 480_000, 1_800_000].map(due);
  assert.deepEqual(waits, [7_500, 60_000, 225_000]);
  assert.equal(due(longestCallMs), longestCallMs / 8);
});

// rule: silence-is-no-answer
test('details of a dead call are waited for while the carrier cannot be asked', () => {
  const dead = after(sampleAttempt('bridged'), [business('completed')]);
  const ask = (when: number) => after(dead, [{ kind: 'check-gave-up', at: when }]);
  assert.ok(isAttemptOpen(ask(at + longestCallMs - 1)));
  assert.equal(ask(at + longestCallMs).outcome, 'short-or-voicemail');
});

test("an attempt that must end is closed when the business's leg is dead", () => {
  for (const stand of ['answered', 'accepted', 'bridged'] as const) {
    assert.equal(after(toBeEnded(stand), [business('completed')]).outcome, 'called-off', stand);
  }
});
