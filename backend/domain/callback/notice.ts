import type { ArmedEffect, NoticeChannel } from '../effect.ts';
import { mergeFacts } from '../merge-facts.ts';
import type { CallbackDecision } from './decision.ts';
import { unchanged } from './decision.ts';
import type { NoticeReport } from './event.ts';
import type { CallbackRules } from './rules.ts';
import type { Callback } from './state.ts';

export function noticeEffect(callback: Callback, channel: NoticeChannel, at: number): ArmedEffect {
  return { effect: { kind: 'notify-business', channel, attempt: callback.attempts }, dueAt: at };
}

export function noteNoticeAccepted(callback: Callback, news: NoticeReport): CallbackDecision {
  const counts = callback.notice === 'sending' && tellsOfThisEnd(callback, news);
  return unchanged(counts ? { ...callback, notice: 'sent' } : callback);
}

export function noteNoticeUndelivered(
  callback: Callback,
  news: NoticeReport,
  rules: CallbackRules,
): CallbackDecision {
  return tellsOfThisEnd(callback, news) ? tryNextChannel(callback, news, rules) : unchanged(callback);
}

/** A request that was tried again has ended more than once; each end has texts of its own, and reports come late. */
function tellsOfThisEnd({ attempts, endedAt = 0 }: Callback, { attempt, armedAt }: NoticeReport): boolean {
  return attempt === attempts && armedAt >= endedAt;
}

/**
 * The next channel is tried when one failed; when none is left, the operator must see it. Where nobody was to be told,
 * a late report about an earlier text does not change that.
 */
export function tryNextChannel(
  callback: Callback,
  event: { at: number; channel: NoticeChannel | undefined },
  rules: CallbackRules,
): CallbackDecision {
  if (event.channel === undefined || callback.notice === 'none') return unchanged(callback);
  const next = rules.noticeChannels[rules.noticeChannels.indexOf(event.channel) + 1];
  if (next === undefined) return unchanged(mergeFacts(callback, { notice: 'failed' }));
  return {
    ...unchanged(mergeFacts(callback, { notice: 'sending' })),
    arm: [noticeEffect(callback, next, event.at)],
  };
}
