import { mergeFacts } from '../merge-facts.ts';
import type { CallbackDecision, Refusal } from './decision.ts';
import { unchanged } from './decision.ts';
import type { CallbackEvent } from './event.ts';
import type { CallbackRules } from './rules.ts';
import type { Callback, CodeSend } from './state.ts';

const minute = 60_000;

export const codePolicy = {
  /** Lifetime of the digits of one sending. */
  validityMs: 10 * minute,
  guesses: 5,
  /** Per phone number, over all its callbacks. */
  sendLimits: [
    { windowMs: 60 * minute, max: 3 },
    { windowMs: 24 * 60 * minute, max: 5 },
  ],
  /** Waits between the sendings of one callback; each is longer than the last. */
  resendDelaysMs: [30_000, 2 * minute, 5 * minute],
} as const;

export type CodeStanding = 'usable' | 'expired' | 'spent';

export function codeStanding(code: CodeSend, at: number): CodeStanding {
  if (code.guesses >= codePolicy.guesses) return 'spent';
  return at >= code.sentAt + codePolicy.validityMs ? 'expired' : 'usable';
}

/** When the visitor may ask for another code; milliseconds since the epoch. */
export function resendAllowedAt(code: CodeSend): number {
  const delays = codePolicy.resendDelaysMs;
  const delay = delays[Math.min(code.sendNumber, delays.length) - 1] ?? 0;
  return code.sentAt + delay;
}

/** Sends a new code and moves the callback's expiry, so that the code keeps its full lifetime. */
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

/** Counts a wrong code. Without guesses left nothing changes: further guesses must not cost a write. */
export function countWrongCode(callback: Callback): CallbackDecision {
  const { code } = callback;
  if (code.guesses >= codePolicy.guesses) return unchanged(callback);
  return unchanged({ ...callback, code: { ...code, guesses: code.guesses + 1 } });
}

type CodeReport<K extends CallbackEvent['kind']> = Extract<CallbackEvent, { kind: K }>;

export function noteCodeSent(callback: Callback, event: CodeReport<'code-text-accepted'>): CallbackDecision {
  return noteDelivery(callback, event.sendNumber, 'sent');
}

export function noteCodeUndelivered(
  callback: Callback,
  event: CodeReport<'code-text-undelivered'>,
): CallbackDecision {
  return noteDelivery(callback, event.sendNumber, event.cause === 'service' ? 'blocked' : 'failed');
}

/**
 * Records a report of the latest sending, which is then not repeated: the carrier has carried it out. A reported
 * failure stays.
 */
function noteDelivery(
  callback: Callback,
  sendNumber: number,
  delivery: CodeSend['delivery'],
): CallbackDecision {
  const { code } = callback;
  const hasFailed = code.delivery === 'failed' || code.delivery === 'blocked';
  if (code.sendNumber !== sendNumber || hasFailed) return unchanged(callback);
  return {
    ...unchanged(mergeFacts(callback, { code: mergeFacts(code, { delivery }) })),
    disarm: [{ kind: 'send-code', sendNumber }],
  };
}
