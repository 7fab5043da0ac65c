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

export function noteNoticeAccepted(callback: Callback, report: NoticeReport): CallbackDecision {
  const counts = callback.notice === 'sending' && concernsThisEnd(callback, report);
  return unchanged(counts ? { ...callback, notice: 'sent' } : callback);
}

export function noteNoticeUndelivered(
  callback: Callback,
  report: NoticeReport,
  rules: CallbackRules,
): CallbackDecision {
  return concernsThisEnd(callback, report) ? tryNextChannel(callback, report, rules) : unchanged(callback);
}

/** A retried callback ends more than once. Each end has its own notices, whose reports can arrive late. */
function concernsThisEnd({ attempts, endedAt = 0 }: Callback, { attempt, armedAt }: NoticeReport): boolean {
  return attempt === attempts && armedAt >= endedAt;
}

/**
 * Tries the channel after the failed one. Without another channel the notice has failed, which the operator sees. When
 * this end needs no notice, a late report changes nothing.
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
