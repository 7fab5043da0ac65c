import { mergeFacts } from '../merge-facts.ts';
import type { CallbackDecision, Refusal } from './decision.ts';
import { unchanged } from './decision.ts';
import type { CallbackRules } from './rules.ts';
import type { Callback, CodeSend } from './state.ts';

const minute = 60_000;

export const codePolicy = {
  /** How long the digits of one sending are good. */
  validityMs: 10 * minute,
  guesses: 5,
  /** Per number, over all its requests. */
  sendLimits: [
    { window: 60 * minute, max: 3 },
    { window: 24 * 60 * minute, max: 5 },
  ],
  /** From one sending to the next within a request: it grows. */
  resendDelaysMs: [30_000, 2 * minute, 5 * minute],
} as const;

export type CodeStanding = 'usable' | 'expired' | 'spent';

export function codeStanding(code: CodeSend, at: number): CodeStanding {
  if (code.guesses >= codePolicy.guesses) return 'spent';
  return at >= code.sentAt + codePolicy.validityMs ? 'expired' : 'usable';
}

/** When the visitor may ask for another code. */
export function resendAllowedAt(code: CodeSend): number {
  const delays = codePolicy.resendDelaysMs;
  const delay = delays[Math.min(code.sendNumber, delays.length) - 1] ?? 0;
  return code.sentAt + delay;
}

/** The new code is good for its whole validity: the request does not expire under it. */
export function renewCode(
  callback: Callback,
  { at }: { at: number },
  rules: CallbackRules,
): CallbackDecision | Refusal {
  const { code, status } = callback;
  if (at < resendAllowedAt(code)) return { refused: 'not-in-this-state', status };
  const sendNumber = code.sendNumber + 1;
  return {
    ...unchanged({ ...callback, code: { sendNumber, sentAt: at, guesses: 0, delivery: 'sending' } }),
    arm: [
      { effect: { kind: 'send-code', sendNumber }, dueAt: at },
      { effect: { kind: 'expire-request' }, dueAt: at + rules.maxUnverifiedMs },
    ],
    disarm: [{ kind: 'send-code', sendNumber: code.sendNumber }],
  };
}

/** When none is left, nothing is counted any more: guessing on must not cost a write. */
export function countWrongCode(callback: Callback): CallbackDecision {
  const { code } = callback;
  if (code.guesses >= codePolicy.guesses) return unchanged(callback);
  return unchanged({ ...callback, code: { ...code, guesses: code.guesses + 1 } });
}

/** Only the latest sending's report counts, and what was reported lost stays lost. */
export function noteDelivery(delivery: 'sent' | 'failed') {
  return (callback: Callback, event: { sendNumber: number }): CallbackDecision => {
    const { code } = callback;
    const counts = code.sendNumber === event.sendNumber && code.delivery !== 'failed';
    return unchanged(counts ? mergeFacts(callback, { code: mergeFacts(code, { delivery }) }) : callback);
  };
}
