import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, callbackEvents, gaveUp } from '../../../test/support/domain/callback-events.ts';
import {
  decided,
  sampleCallback,
  sampleCallbackRules,
} from '../../../test/support/domain/sample-callback.ts';
import { effectKey, type NoticeChannel } from '../effect.ts';
import { type CallbackDecision, unchanged as decidedNothing } from './decision.ts';
import type { CallbackEvent } from './event.ts';
import { withoutSms } from './rules.ts';
import { advanceCallback } from './transition.ts';

/** Applies events one after the other. */
function after(...events: CallbackEvent[]): CallbackDecision {
  return events.reduce(
    (decision, event) => decided(decision.callback, event),
    decidedNothing(sampleCallback('failed')),
  );
}

function report(kind: NoticeKind, channel: NoticeChannel = 'sms') {
  return { ...callbackEvents[kind], channel };
}

type NoticeKind = Extract<CallbackEvent['kind'], `notice-${string}`>;

// rule: next-notice-channel
test('a failed notice tries the next channel, and the operator sees the last failure', () => {
  const next = after(report('notice-undelivered'));
  assert.deepEqual(next.arm, [
    { effect: { kind: 'notify-business', channel: 'email', attempt: 1 }, dueAt: at },
  ]);
  const lost = decided(next.callback, report('notice-undelivered', 'email'));
  assert.equal(lost.callback.notice, 'failed');
  assert.deepEqual(lost.arm, []);
  const repeated = decided(lost.callback, report('notice-undelivered', 'email'));
  assert.equal(repeated.callback, lost.callback);
});

// rule: next-notice-channel
test('an accepted notice that is later undelivered tries the next channel', () => {
  for (const told of [['notice-accepted'], ['notice-accepted', 'notice-handed-over']] as const) {
    const { callback, arm } = after(...told.map((kind) => report(kind)), report('notice-undelivered'));
    assert.equal(callback.notice, 'sending');
    assert.deepEqual(
      arm.map(({ effect }) => effectKey(effect)),
      ['notify-business/1/email'],
    );
  }
});

// rule: notice-by-channel
test('a late acceptance of a lost SMS does not tell the business', () => {
  const { callback, arm } = after(report('notice-undelivered'), report('notice-accepted'));
  assert.equal(callback.notice, 'sending');
  assert.deepEqual(callback.notices, [
    { channel: 'sms', state: 'failed' },
    { channel: 'email', state: 'sending' },
  ]);
  assert.deepEqual(arm, []);
});

// rule: notice-by-channel
test('a late acceptance changes nothing when the second channel failed as well', () => {
  const lost = [report('notice-undelivered'), report('notice-undelivered', 'email')];
  for (const kind of ['notice-accepted', 'notice-handed-over', 'notice-delivered'] as const)
    assert.equal(after(...lost, report(kind)).callback.notice, 'failed', kind);
});

// rule: notice-by-channel
test('a lost email leaves the notice sent when the SMS was delivered meanwhile', () => {
  const late = [report('notice-delayed'), report('notice-delivered'), report('notice-undelivered', 'email')];
  assert.equal(after(...late).callback.notice, 'sent');
});

// rule: next-notice-channel
test('a lost email starts no third channel when the SMS was delivered meanwhile', () => {
  const rules = { ...sampleCallbackRules, noticeChannels: ['sms', 'email', 'webhook'] as const };
  const { callback } = after(report('notice-delayed'), report('notice-delivered'));
  const lost = advanceCallback(callback, report('notice-undelivered', 'email'), rules);
  assert.deepEqual('arm' in lost && lost.arm, []);
});

// rule: notice-by-channel
test('a given-up check leaves an SMS that the network took over', () => {
  const told = after(report('notice-accepted'), report('notice-handed-over')).callback;
  const { callback, arm } = decided(told, gaveUp('check-notice'));
  assert.equal(callback.notice, 'sent');
  assert.deepEqual(arm, []);
});

// rule: notice-by-channel
test('an accepted SMS tells the business only when delivered or handed over', () => {
  const noticeAfter = (...kinds: NoticeKind[]) => after(...kinds.map((kind) => report(kind))).callback.notice;
  assert.equal(noticeAfter('notice-accepted'), 'sending');
  assert.equal(noticeAfter('notice-accepted', 'notice-handed-over'), 'sent');
  assert.equal(noticeAfter('notice-accepted', 'notice-delivered'), 'sent');
  assert.equal(noticeAfter('notice-delivered', 'notice-accepted'), 'sent');
});

// rule: lost-answer-ends-repeats
test('an accepted notice is not sent again, and its report is waited for', () => {
  const { arm, disarm } = after(report('notice-accepted'));
  assert.deepEqual(disarm.map(effectKey), ['notify-business/1/sms']);
  assert.deepEqual(
    arm.map(({ effect, dueAt }) => [effectKey(effect), dueAt]),
    [['check-notice/1/sms', at + 60_000]],
  );
});

for (const [what, second] of [
  ['reports', report('notice-undelivered')],
  ['reports after a late acceptance', report('notice-undelivered')],
  ['a report and a given-up check', gaveUp('check-notice')],
  ['a report and a given-up sending', gaveUp('notify-business')],
] as const) {
  // rule: next-notice-channel
  test(`two failures of one channel arm the next one once: ${what}`, () => {
    const accepted = decided(sampleCallback('failed'), report('notice-accepted')).callback;
    const first = decided(accepted, report('notice-undelivered'));
    assert.equal(first.arm.length, 1);
    const between = what.includes('acceptance')
      ? decided(first.callback, report('notice-accepted')).callback
      : first.callback;
    const again = decided(between, second);
    assert.equal(again.callback, first.callback);
    assert.deepEqual(again.arm, []);
  });
}

// rule: next-notice-channel
test('a delayed channel starts the next one, is tried on, and tells late', () => {
  const delayed = after(report('notice-delayed'));
  assert.deepEqual(
    delayed.arm.map(({ effect }) => effectKey(effect)),
    ['notify-business/1/email'],
  );
  assert.deepEqual(delayed.disarm, []);
  const alone = decided(delayed.callback, report('notice-undelivered', 'email')).callback;
  assert.equal(alone.notice, 'delayed');
  assert.equal(decided(alone, report('notice-accepted')).callback.notice, 'sending');
  assert.equal(decided(alone, report('notice-delivered')).callback.notice, 'sent');
  assert.equal(decided(alone, gaveUp('notify-business')).callback.notice, 'failed');
});

test('a delivered notice ends the tries on every channel', () => {
  const { disarm } = after(report('notice-delayed'), report('notice-delivered', 'email'));
  assert.ok(disarm.some((effect) => effectKey(effect) === 'notify-business/1/sms'));
});

test('a late report arms no notice for an end that needs none', () => {
  const quiet = sampleCallback('failed', { outcome: 'opted-out', notice: 'none', notices: [] });
  const { callback, arm } = decided(quiet, callbackEvents['notice-undelivered']);
  assert.equal(callback, quiet);
  assert.deepEqual(arm, []);
});

const reports = ['notice-accepted', 'notice-delayed', 'notice-delivered', 'notice-undelivered'] as const;

for (const kind of reports) {
  test(`${kind} about an earlier attempt's notice changes nothing`, () => {
    const later = sampleCallback('failed', { attempts: 2 });
    assert.deepEqual(decided(later, callbackEvents[kind]), decidedNothing(later));
    const own = decided(later, { ...callbackEvents[kind], attempt: 2 });
    assert.notEqual(own.callback.notice + own.arm.length, 'sending0');
  });

  test(`${kind} about an earlier end's notice changes nothing`, () => {
    const again = sampleCallback('failed', { outcome: 'waited-too-long', endedAt: at + 1 });
    assert.deepEqual(decided(again, callbackEvents[kind]), decidedNothing(again));
  });
}

test('a retried callback sends no more notices about its last end', () => {
  const { disarm } = decided(sampleCallback('failed'), callbackEvents['retry-asked']);
  for (const channel of sampleCallbackRules.noticeChannels)
    assert.ok(
      disarm.some((effect) => effect.kind === 'notify-business' && effect.channel === channel),
      channel,
    );
});

test('a proof over budget notifies the business, by SMS only when it is paid for', () => {
  const tell = (textPaid: boolean) =>
    decided(sampleCallback('pending'), { kind: 'proven-beyond-budget', at, textPaid });
  const channels = ({ arm }: CallbackDecision) =>
    arm.map(({ effect }) => effect.kind === 'notify-business' && effect.channel);
  assert.deepEqual(channels(tell(true)), ['sms']);
  assert.deepEqual(channels(tell(false)), ['email']);
  assert.equal(tell(false).callback.verifiedAt, at);
});

test('a spent code proves nothing, with or without budget', () => {
  const spent = sampleCallback('pending', {
    code: { sendNumber: 1, sentAt: 0, guesses: 5, delivery: 'sent', withheld: false },
  });
  const event = { kind: 'proven-beyond-budget', at, textPaid: true } as const;
  assert.ok('refused' in advanceCallback(spent, event, sampleCallbackRules));
});

const together = {
  ...sampleCallbackRules,
  noticeChannels: ['sms', 'slack', 'email'],
  noticesAtOnce: 2,
} as const;

/** A missed callback whose business is told by SMS and Slack at once, after these reports. */
function missedTogether(...reports: ReturnType<typeof report>[]) {
  const missed = advanceCallback(sampleCallback('verified'), { kind: 'wait-exceeded', at }, together);
  return reports.reduce((decision, event) => {
    assert.ok('arm' in decision);
    return advanceCallback(decision.callback, { ...event, attempt: 0, at, armedAt: at }, together);
  }, missed);
}

function armed(decision: ReturnType<typeof missedTogether>): string[] {
  return 'arm' in decision ? decision.arm.map(({ effect }) => effectKey(effect)) : [];
}

// rule: notices-at-once
test('channels that tell at once all start, and the next one waits until they fail', () => {
  assert.deepEqual(armed(missedTogether()), ['notify-business/0/sms', 'notify-business/0/slack']);
  const [lostSms, lostSlack] = [report('notice-undelivered'), report('notice-undelivered', 'slack')];
  assert.deepEqual(armed(missedTogether(lostSms)), []);
  assert.deepEqual(armed(missedTogether(lostSlack, lostSms)), ['notify-business/0/email']);
  assert.deepEqual(armed(missedTogether(lostSms, report('notice-delivered', 'slack'))), []);
});

// rule: notices-at-once
test('a delivery at once leaves the other channels at work, and a later one ends them', () => {
  const disarmed = (decision: ReturnType<typeof missedTogether>) =>
    'disarm' in decision ? decision.disarm.map(effectKey) : [];
  const first = disarmed(missedTogether(report('notice-delivered', 'slack')));
  assert.deepEqual(first, ['notify-business/0/slack', 'check-notice/0/slack']);
  const delayed = [report('notice-delayed'), report('notice-delayed', 'slack')];
  const last = disarmed(missedTogether(...delayed, report('notice-delivered', 'email')));
  assert.deepEqual(
    last.filter((key) => key.startsWith('notify')),
    ['notify-business/0/sms', 'notify-business/0/slack', 'notify-business/0/email'],
  );
});

// rule: notices-at-once
test('without texts the other channels of the first group still tell at once', () => {
  const { noticeChannels, noticesAtOnce } = withoutSms(together);
  assert.deepEqual([noticeChannels, noticesAtOnce], [['slack', 'email'], 1]);
});
