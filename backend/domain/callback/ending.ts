import type { Effect } from '../effect.ts';
import type { Outcome } from '../outcome.ts';
import { codeEffect } from './code.ts';
import type { CallbackDecision } from './decision.ts';
import type { CallbackEvent } from './event.ts';
import { missText } from './miss-text.ts';
import { noticeEffect, withNotices } from './notice.ts';
import { firstNudge } from './nudge.ts';
import type { CallbackRules } from './rules.ts';
import type { Callback } from './state.ts';

const timers: Effect[] = [
  { kind: 'place-call' },
  { kind: 'give-up-waiting' },
  { kind: 'expire-request' },
  { kind: 'last-resort' },
];

/** Ends a callback: disarms its timers and ends the call that is under way. */
export function endCallback(
  callback: Callback,
  at: number,
  status: 'completed' | 'failed' | 'cancelled',
  outcome: Outcome,
): CallbackDecision {
  return {
    callback: { ...callback, status, outcome, endedAt: at },
    arm: [],
    disarm: [...timers, codeEffect(callback.code)],
    endsAttempt: callback.status === 'calling' || callback.status === 'connected',
  };
}

/** Ends a verified callback without a conversation and notifies the business. */
export function endMissed(
  callback: Callback,
  at: number,
  outcome: Outcome,
  rules: CallbackRules,
): CallbackDecision {
  const ended = endCallback(callback, at, 'failed', outcome);
  const later = [...firstNudge(callback, at, rules), ...missText(callback, outcome, at, rules)];
  const first = rules.noticeChannels.slice(0, Math.max(1, rules.noticesAtOnce));
  if (first.length === 0) return { ...ended, callback: { ...ended.callback, notice: 'failed' }, arm: later };
  const notices = first.map((channel) => ({ channel, state: 'sending' as const }));
  return {
    ...ended,
    callback: withNotices(ended.callback, notices),
    arm: [...first.map((channel) => noticeEffect(callback, channel, at)), ...later],
  };
}

/** Ends a callback whose call is already over, so that no call is ended. */
export function finishAttempt(
  callback: Callback,
  event: Extract<CallbackEvent, { kind: 'attempt-ended' }>,
  rules: CallbackRules,
): CallbackDecision {
  const decision =
    event.outcome === 'talked'
      ? endCallback(callback, event.at, 'completed', 'talked')
      : endMissed(callback, event.at, event.outcome, rules);
  return { ...decision, endsAttempt: false };
}
