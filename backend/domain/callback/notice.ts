import type { ArmedEffect, Effect, NoticeChannel } from '../effect.ts';
import type { CallbackDecision } from './decision.ts';
import { unchanged } from './decision.ts';
import type { NoticeReport } from './event.ts';
import { noticeSchedule } from './notice-schedule.ts';
import type { CallbackRules } from './rules.ts';
import type { Callback, ChannelNotice, ChannelState, Notice } from './state.ts';

export function noticeEffect(callback: Callback, channel: NoticeChannel, at: number): ArmedEffect {
  return { effect: { kind: 'notify-business', channel, attempt: callback.attempts }, dueAt: at };
}

/** Returns the effects of one channel's notice about the latest end. */
export function effectsOfChannel({ attempts }: Callback, channel: NoticeChannel): Effect[] {
  return [
    { kind: 'notify-business', channel, attempt: attempts },
    { kind: 'check-notice', channel, attempt: attempts },
  ];
}

/** Replaces the channels' states. The callback's `notice` follows from them. */
export function withNotices(callback: Callback, notices: readonly ChannelNotice[]): Callback {
  return { ...callback, notices, notice: combineChannels(notices) };
}

function combineChannels(notices: readonly ChannelNotice[]): Notice {
  const some = (...states: ChannelState[]) => notices.some(({ state }) => states.includes(state));
  if (notices.length === 0) return 'none';
  if (some('handed-over', 'delivered')) return 'sent';
  if (some('sending', 'accepted')) return 'sending';
  return some('delayed') ? 'delayed' : 'failed';
}

/** Returns the state of a channel; `undefined` when it was not used for the latest end. */
export function channelState(callback: Callback, channel: NoticeChannel): ChannelState | undefined {
  return callback.notices.find((notice) => notice.channel === channel)?.state;
}

function moveChannel(callback: Callback, channel: NoticeChannel, state: ChannelState): Callback {
  const notices = callback.notices.map((notice) =>
    notice.channel === channel ? { channel, state } : notice,
  );
  return withNotices(callback, notices);
}

type NoticeRule = (callback: Callback, report: NoticeReport, rules: CallbackRules) => CallbackDecision;

/**
 * Limits a rule to reports about the latest end, in these states of their own channel. A retried callback ends more
 * than once, and the reports about an earlier end can arrive late.
 */
function inStates(states: readonly ChannelState[], rule: NoticeRule): NoticeRule {
  return (callback, report, rules) => {
    const { attempts, endedAt = 0 } = callback;
    const concernsThisEnd = report.attempt === attempts && report.armedAt >= endedAt;
    const state = channelState(callback, report.channel);
    const applies = concernsThisEnd && state !== undefined && states.includes(state);
    return applies ? rule(callback, report, rules) : unchanged(callback);
  };
}

/** An accepted notice is not sent again. Its delivery report must follow, else the carrier is asked. */
export const noteNoticeAccepted = inStates(['sending', 'delayed'], (callback, { at, channel }) => {
  const { attempts: attempt } = callback;
  const check = { kind: 'check-notice', channel, attempt } as const;
  return {
    ...unchanged(moveChannel(callback, channel, 'accepted')),
    arm: [{ effect: check, dueAt: at + noticeSchedule.firstCheckMs }],
    disarm: [{ kind: 'notify-business', channel, attempt }],
  };
});

/** The next channel starts; this one is tried on. */
export const noteNoticeDelayed = inStates(['sending', 'accepted'], (callback, { at, channel }, rules) =>
  startNextChannel(moveChannel(callback, channel, 'delayed'), at, rules),
);

/** Nothing is disarmed, because the network can still report the SMS as undelivered. */
export const noteNoticeHandedOver = inStates(['accepted', 'delayed'], (callback, { channel }) =>
  unchanged(moveChannel(callback, channel, 'handed-over')),
);

/** Once the business is told, no channel tries on, except the others that start at once. */
export const noteNoticeDelivered = inStates(
  ['sending', 'delayed', 'accepted', 'handed-over'],
  (callback, { channel }, rules) => {
    const unneeded = callback.notices.filter(
      (notice) => notice.channel === channel || makesUnneeded(channel, notice.channel, rules),
    );
    return {
      ...unchanged(moveChannel(callback, channel, 'delivered')),
      disarm: unneeded.flatMap((notice) => effectsOfChannel(callback, notice.channel)),
    };
  },
);

function makesUnneeded(delivered: NoticeChannel, other: NoticeChannel, rules: CallbackRules): boolean {
  const atOnce = rules.noticeChannels.slice(0, rules.noticesAtOnce);
  return !(atOnce.includes(delivered) && atOnce.includes(other));
}

/** Whether the business was told by another channel, so that this one sends nothing any more. */
export function isToldOtherwise(callback: Callback, channel: NoticeChannel, rules: CallbackRules): boolean {
  return callback.notices.some(
    (other) =>
      other.state === 'delivered' &&
      other.channel !== channel &&
      makesUnneeded(other.channel, channel, rules),
  );
}

export const noteNoticeUndelivered = inStates(
  ['sending', 'delayed', 'accepted', 'handed-over'],
  (callback, { at, channel }, rules) => failChannel(callback, { at, channel }, rules),
);

type Failure = { at: number; channel: NoticeChannel | undefined };

/** Applies that the runner gave up sending a notice, or asking about it. */
export function noteNoticeGivenUp(
  callback: Callback,
  { at, channel, effect }: Failure & { effect: 'notify-business' | 'check-notice' },
  rules: CallbackRules,
): CallbackDecision {
  if (channel === undefined) return unchanged(callback);
  const state = channelState(callback, channel);
  const open = effect === 'notify-business' ? ['sending', 'delayed'] : ['accepted', 'delayed'];
  if (state === undefined || !open.includes(state)) return unchanged(callback);
  return failChannel(callback, { at, channel }, rules);
}

function failChannel(
  callback: Callback,
  failure: { at: number; channel: NoticeChannel },
  rules: CallbackRules,
): CallbackDecision {
  const failed = moveChannel(callback, failure.channel, 'failed');
  const started = startNextChannel(failed, failure.at, rules);
  return { ...started, disarm: effectsOfChannel(callback, failure.channel) };
}

/**
 * Starts the next channel, once, when none of the started ones can still tell the business in time. A channel that told
 * it makes another one unnecessary.
 */
function startNextChannel(callback: Callback, at: number, rules: CallbackRules): CallbackDecision {
  const isOpen = callback.notices.some(({ state }) => ['sending', 'accepted'].includes(state));
  const started = callback.notices.map(({ channel }) => rules.noticeChannels.indexOf(channel));
  const next = rules.noticeChannels[Math.max(...started) + 1];
  if (callback.notice === 'sent' || isOpen || next === undefined) return unchanged(callback);
  return {
    ...unchanged(withNotices(callback, [...callback.notices, { channel: next, state: 'sending' }])),
    arm: [noticeEffect(callback, next, at)],
  };
}
