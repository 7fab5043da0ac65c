import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTable } from '../samples/decision-table.ts';
import { sampleCallbackRules as rules, sampleCallback } from '../samples/sample-callback.ts';
import { type EffectKind, effectKey } from './effect.ts';
import type { CallbackEvent, CallbackEventKind } from './event.ts';
import { type Callback, type CallbackStatus, callbackStatuses, hasEnded } from './state.ts';
import { advanceCallback, type CallbackDecision, type Refusal } from './transition.ts';

/** After the second code may be asked for, while the first is still good. */
const at = 60_000;

const events: Record<CallbackEventKind, CallbackEvent> = {
  'code-requested': { kind: 'code-requested', at },
  'wrong-code-entered': { kind: 'wrong-code-entered', at },
  'phone-proven': { kind: 'phone-proven', at },
  'live-request-found': { kind: 'live-request-found', at },
  'visitor-cancelled': { kind: 'visitor-cancelled', at },
  'operator-cancelled': { kind: 'operator-cancelled', at },
  'retry-asked': { kind: 'retry-asked', at },
  'attempt-began': { kind: 'attempt-began', at },
  'business-closed': { kind: 'business-closed', at },
  'visitor-opted-out': { kind: 'visitor-opted-out', at },
  'visitor-answered': { kind: 'visitor-answered', at },
  'attempt-ended': { kind: 'attempt-ended', at, outcome: 'business-busy' },
  'code-accepted': { kind: 'code-accepted', at, sendNumber: 1 },
  'code-undelivered': { kind: 'code-undelivered', at, sendNumber: 1 },
  'notice-accepted': { kind: 'notice-accepted', at, channel: 'sms' },
  'notice-undelivered': { kind: 'notice-undelivered', at, channel: 'sms' },
  'request-expired': { kind: 'request-expired', at },
  'wait-exceeded': { kind: 'wait-exceeded', at },
  'last-resort-reached': { kind: 'last-resort-reached', at },
  'effect-gave-up': { kind: 'effect-gave-up', at, effect: 'check-attempt', channel: undefined },
};

/**
 * `-`: the same object, and nothing is armed or disarmed. `no`: refused. `noted`: the status stays. Otherwise the new
 * status and outcome. `+` arms an effect, `*` tells the business by the first channel, `!` has the call ended.
 */
const expected = readTable(`
                    | pending                         | verified                    | calling                      | connected                    | completed | failed                 | cancelled
code-requested      | noted +send-code +expire-request | no                         | no                           | no                           | no        | no                     | no
wrong-code-entered  | noted                           | -                           | -                            | -                            | -         | -                      | -
phone-proven        | verified +place-call +give-up-waiting +last-resort | -        | -                            | -                            | -         | no                     | no
live-request-found  | cancelled joined-live-request   | no                          | no                           | no                           | no        | no                     | no
visitor-cancelled   | cancelled cancelled-by-visitor  | cancelled cancelled-by-visitor | cancelled cancelled-by-visitor ! | cancelled cancelled-by-visitor ! | no  | no                     | -
operator-cancelled  | cancelled cancelled-by-operator | cancelled cancelled-by-operator | cancelled cancelled-by-operator ! | cancelled cancelled-by-operator ! | no | no                    | -
retry-asked         | no                              | no                          | no                           | no                           | no        | verified +place-call +give-up-waiting +last-resort | no
attempt-began       | no                              | calling                     | no                           | no                           | no        | no                     | no
business-closed     | no                              | failed after-hours-notified * | no                         | no                           | no        | no                     | no
visitor-opted-out   | no                              | failed opted-out            | no                           | no                           | no        | no                     | no
visitor-answered    | -                               | -                           | connected                    | -                            | -         | -                      | -
attempt-ended       | -                               | -                           | failed business-busy *       | failed business-busy *       | -         | -                      | -
code-accepted       | noted                           | -                           | -                            | -                            | -         | -                      | -
code-undelivered    | noted                           | -                           | -                            | -                            | -         | -                      | -
notice-accepted     | -                               | -                           | -                            | -                            | -         | noted                  | -
notice-undelivered  | -                               | -                           | -                            | -                            | -         | noted +notify-business | -
request-expired     | failed not-verified             | -                           | -                            | -                            | -         | -                      | -
wait-exceeded       | -                               | failed waited-too-long *    | -                            | -                            | -         | -                      | -
last-resort-reached | -                               | failed unknown-result *     | failed unknown-result * !    | failed unknown-result * !    | -         | -                      | -
effect-gave-up      | -                               | -                           | -                            | -                            | -         | -                      | -
`);

/** What giving up each kind of effect means, in the same signs. */
const givenUp = readTable(`
                | pending              | verified                 | calling                   | connected                 | completed | failed                 | cancelled
send-code       | failed code-not-sent | -                        | -                         | -                         | -         | -                      | -
place-call      | -                    | failed unknown-result *  | failed unknown-result * ! | failed unknown-result * ! | -         | -                      | -
check-attempt   | -                    | -                        | -                         | -                         | -         | -                      | -
end-call        | -                    | -                        | -                         | -                         | -         | -                      | -
notify-business | -                    | -                        | -                         | -                         | -         | noted +notify-business | -
expire-request  | failed not-verified  | -                        | -                         | -                         | -         | -                      | -
give-up-waiting | -                    | failed waited-too-long * | -                         | -                         | -         | -                      | -
last-resort     | -                    | failed unknown-result *  | failed unknown-result * ! | failed unknown-result * ! | -         | -                      | -
`);

const effectKinds: EffectKind[] = [
  'send-code',
  'place-call',
  'check-attempt',
  'end-call',
  'notify-business',
  'expire-request',
  'give-up-waiting',
  'last-resort',
];

function signs(before: Callback, decision: CallbackDecision | Refusal): string {
  if ('refused' in decision) return 'no';
  const { callback, arm, disarm, endsAttempt } = decision;
  if (callback === before && arm.length === 0 && disarm.length === 0 && !endsAttempt) return '-';
  const moved = callback.status !== before.status;
  const told = moved && callback.notice === 'sending';
  return [
    moved ? callback.status : 'noted',
    ...(moved && callback.outcome !== undefined ? [callback.outcome] : []),
    ...(told ? ['*'] : arm.map(({ effect }) => `+${effect.kind}`)),
    ...(endsAttempt ? ['!'] : []),
  ].join(' ');
}

function gaveUp(effect: EffectKind): CallbackEvent {
  const channel = effect === 'notify-business' ? 'sms' : undefined;
  return { kind: 'effect-gave-up', at, effect, channel };
}

/** Every event, with every effect that can be given up and both ways an attempt can end. */
const everyEvent: CallbackEvent[] = [
  ...Object.values(events),
  ...effectKinds.map(gaveUp),
  { kind: 'attempt-ended', at, outcome: 'talked' },
  { kind: 'code-accepted', at, sendNumber: 2 },
  { kind: 'notice-undelivered', at, channel: 'email' },
];

function everyPair(
  visit: (before: Callback, event: CallbackEvent, decision: CallbackDecision) => void,
): void {
  for (const status of callbackStatuses) {
    for (const event of everyEvent) {
      const before = sampleCallback(status);
      const decision = advanceCallback(before, event, rules);
      if (!('refused' in decision)) visit(before, event, decision);
    }
  }
}

function decide(callback: Callback, event: CallbackEvent): CallbackDecision {
  const decision = advanceCallback(callback, event, rules);
  if ('refused' in decision) assert.fail(`${event.kind} was refused`);
  return decision;
}

test('what every event means for a request in every status stands in a table', () => {
  assert.deepEqual([...expected.rows.keys()], Object.keys(events));
  assert.deepEqual(expected.columns, callbackStatuses);
  for (const [kind, event] of Object.entries(events)) {
    const found = callbackStatuses.map((status) => {
      const before = sampleCallback(status);
      return signs(before, advanceCallback(before, event, rules));
    });
    assert.deepEqual(found, expected.rows.get(kind), kind);
  }
});

test('what it means in every status that an effect of each kind was given up stands in a table', () => {
  assert.deepEqual([...givenUp.rows.keys()], effectKinds);
  for (const effect of effectKinds) {
    const found = callbackStatuses.map((status) => {
      const before = sampleCallback(status);
      return signs(before, advanceCallback(before, gaveUp(effect), rules));
    });
    assert.deepEqual(found, givenUp.rows.get(effect), effect);
  }
});

test('an end is left only by retrying a failed request whose phone was proven', () => {
  everyPair((before, event, { callback }) => {
    if (!hasEnded(before.status) || callback.status === before.status) return;
    assert.deepEqual([before.status, event.kind, callback.status], ['failed', 'retry-asked', 'verified']);
  });
  const unproven = sampleCallback('failed', {
    verifiedAt: undefined,
    outcome: 'not-verified',
    notice: 'none',
  });
  assert.deepEqual(advanceCallback(unproven, events['retry-asked'], rules), {
    refused: 'not-in-this-state',
    status: 'failed',
  });
});

test('a proven request that fails always has the business told, unless the visitor opted out', () => {
  everyPair((before, _, { callback, arm }) => {
    if (callback.status !== 'failed' || before.status === 'failed') return;
    if (callback.verifiedAt === undefined || callback.outcome === 'opted-out') {
      assert.equal(callback.notice, 'none');
      return;
    }
    assert.equal(callback.notice, 'sending');
    assert.deepEqual(
      arm.map(({ effect }) => effectKey(effect)),
      [`notify-business/${callback.attempts}/sms`],
    );
  });
});

test('a request that fails where no way to tell the business is configured is marked for the operator', () => {
  const decision = advanceCallback(sampleCallback('verified'), events['wait-exceeded'], {
    ...rules,
    noticeChannels: [],
  });
  assert.ok(!('refused' in decision));
  assert.equal(decision.callback.notice, 'failed');
});

test('nothing but the beginning of an attempt adds to the attempts', () => {
  everyPair((before, event, { callback }) => {
    const added = event.kind === 'attempt-began' ? 1 : 0;
    assert.equal(callback.attempts, before.attempts + added, event.kind);
  });
});

test('an end waits for nothing any more: all timers and the code are disarmed', () => {
  everyPair((before, event, { callback, disarm }) => {
    if (!hasEnded(callback.status) || hasEnded(before.status)) return;
    const keys = disarm.map(effectKey).sort();
    const all = ['expire-request', 'give-up-waiting', 'last-resort', 'place-call', 'send-code/1'];
    assert.deepEqual(keys, all, event.kind);
  });
});

test('a request that ends has its time and outcome, and its call ended if it may have one', () => {
  everyPair((before, event, { callback, endsAttempt }) => {
    const ends = hasEnded(callback.status) && !hasEnded(before.status);
    if (!ends) {
      assert.equal(endsAttempt, false);
      return;
    }
    assert.equal(callback.endedAt, at);
    assert.notEqual(callback.outcome, undefined);
    const underWay: CallbackStatus[] = ['calling', 'connected'];
    const mayLive = underWay.includes(before.status) && event.kind !== 'attempt-ended';
    assert.equal(endsAttempt, mayLive, event.kind);
  });
});

test('a call is asked for only by proof of the phone or by a retry, and never while one may be under way', () => {
  everyPair((before, event, { callback, arm }) => {
    if (!arm.some(({ effect }) => effect.kind === 'place-call')) return;
    assert.ok(event.kind === 'phone-proven' || event.kind === 'retry-asked', event.kind);
    assert.ok(before.status === 'pending' || before.status === 'failed');
    assert.equal(callback.status, 'verified');
  });
});

test('only a conversation completes a request', () => {
  everyPair((before, event, { callback }) => {
    if (callback.status !== 'completed' || before.status === 'completed') return;
    assert.ok(event.kind === 'attempt-ended' && event.outcome === 'talked');
    assert.equal(callback.notice, 'none');
  });
});

test('a proven request has a last resort, and a retried one starts as if it had just been proven', () => {
  for (const before of [sampleCallback('pending'), sampleCallback('failed')]) {
    const event = events[before.status === 'pending' ? 'phone-proven' : 'retry-asked'];
    const { callback, arm } = decide(before, event);
    assert.deepEqual(
      [callback.outcome, callback.notice, callback.endedAt, callback.verifiedAt],
      [undefined, 'none', undefined, at],
    );
    assert.deepEqual(Object.fromEntries(arm.map(({ effect, dueAt }) => [effect.kind, dueAt])), {
      'place-call': at,
      'give-up-waiting': at + rules.maxWait,
      'last-resort': at + rules.lastResort,
    });
  }
});

test('guesses made at the same moment count one by one, and the right code comes too late after the fifth', () => {
  let callback = sampleCallback('pending');
  for (let guess = 0; guess < 5; guess += 1)
    callback = decide(callback, events['wrong-code-entered']).callback;
  assert.deepEqual(advanceCallback(callback, events['phone-proven'], rules), {
    refused: 'not-in-this-state',
    status: 'pending',
  });
});

test('the right code proves nothing once its validity has passed', () => {
  const late: CallbackEvent = { kind: 'phone-proven', at: 10 * 60_000 };
  assert.ok('refused' in advanceCallback(sampleCallback('pending'), late, rules));
});

test('a second click on sending the code again comes too soon', () => {
  const { callback } = decide(sampleCallback('pending'), events['code-requested']);
  assert.equal(callback.code.sendNumber, 2);
  assert.ok('refused' in advanceCallback(callback, events['code-requested'], rules));
});

test('a new code may be entered for its whole validity: the request does not expire under it', () => {
  const { callback, arm } = decide(
    sampleCallback('pending', { code: { sendNumber: 1, sentAt: 0, guesses: 5, delivery: 'failed' } }),
    events['code-requested'],
  );
  assert.deepEqual(callback.code, { sendNumber: 2, sentAt: at, guesses: 0, delivery: 'sending' });
  const expiry = arm.find(({ effect }) => effect.kind === 'expire-request');
  assert.equal(expiry?.dueAt, at + rules.proofPatience);
});

test('only the latest code counts as sent, and one that was lost stays lost', () => {
  const say = (callback: Callback, kind: 'code-accepted' | 'code-undelivered', sendNumber: number) =>
    decide(callback, { kind, at, sendNumber }).callback;
  const pending = sampleCallback('pending');
  const sent = say(pending, 'code-accepted', 1);
  assert.equal(sent.code.delivery, 'sent');
  assert.equal(say(sent, 'code-accepted', 1), sent, 'a repeat saves nothing');
  const lost = say(sent, 'code-undelivered', 1);
  assert.equal(lost.code.delivery, 'failed');
  assert.equal(say(lost, 'code-accepted', 1), lost);
  const again = decide(lost, events['code-requested']).callback;
  assert.equal(say(again, 'code-undelivered', 1), again);
});

test('the business is told by the next channel when one fails, and the operator sees it when none is left', () => {
  const failed = sampleCallback('failed');
  const next = decide(failed, events['notice-undelivered']);
  assert.deepEqual(next.arm, [
    { effect: { kind: 'notify-business', channel: 'email', attempt: 1 }, dueAt: at },
  ]);
  const lost = decide(next.callback, { kind: 'notice-undelivered', at, channel: 'email' });
  assert.equal(lost.callback.notice, 'failed');
  assert.deepEqual(lost.arm, []);
  const repeated = decide(lost.callback, { kind: 'notice-undelivered', at, channel: 'email' });
  assert.equal(repeated.callback, lost.callback);
  assert.equal(decide(lost.callback, events['notice-accepted']).callback.notice, 'failed');
});

test('a text that was accepted and then lost is told by the next channel after all', () => {
  const sent = decide(sampleCallback('failed'), events['notice-accepted']).callback;
  assert.equal(sent.notice, 'sent');
  const { callback, arm } = decide(sent, events['notice-undelivered']);
  assert.equal(callback.notice, 'sending');
  assert.equal(arm.length, 1);
});
