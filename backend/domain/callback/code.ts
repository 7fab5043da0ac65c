import type { ArmedEffect, Effect } from '../effect.ts';
import { mergeFacts } from '../merge-facts.ts';
import type { CallbackDecision, Refusal } from './decision.ts';
import { unchanged } from './decision.ts';
import type { CallbackEvent } from './event.ts';
import type { CallbackRules } from './rules.ts';
import type { Callback, CodeSend, CodeWay } from './state.ts';

const minute = 60_000;

export const codePolicy = {
  /** Lifetime of the digits of one sending. */
  validityMs: 10 * minute,
  guesses: 5,
  /** Per phone number and network of the requester, over all its callbacks. */
  sendLimits: [
    { windowMs: 60 * minute, max: 3 },
    { windowMs: 24 * 60 * minute, max: 5 },
  ],
  /** Per phone number, from all networks: the form must not serve to harass a phone. */
  numberLimits: [
    { windowMs: 60 * minute, max: 6 },
    { windowMs: 24 * 60 * minute, max: 10 },
  ],
  /** Calls with a code to a number, from all networks: a call wakes people. */
  callLimits: [
    { windowMs: 60 * minute, max: 3 },
    { windowMs: 24 * 60 * minute, max: 5 },
  ],
  /** The part of `numberLimits` that suspect networks can use up. */
  numberLimitsWhenSuspect: [
    { windowMs: 60 * minute, max: 3 },
    { windowMs: 24 * 60 * minute, max: 8 },
  ],
  /** Further codes to a phone number for signed-in visitors, when strangers used up its limits. */
  extraWhenSignedIn: 3,
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

type Asked = { at: number; withheld: boolean; by?: CodeWay | undefined };

export function newCode(sendNumber: number, { at, withheld, by }: Asked): CodeSend {
  const code = { sendNumber, sentAt: at, guesses: 0, delivery: 'sending', withheld } as const;
  return by === 'call' ? { ...code, by } : code;
}

/** The usual time of a carrier's answer: a withheld code is not reported as sent sooner than others. */
const carrierAnswerMs = 250;

/** Returns the effect that sends a code. */
export function codeEffect({ sendNumber, by }: Pick<CodeSend, 'sendNumber' | 'by'>): Effect {
  return { kind: by === 'call' ? 'call-code' : 'send-code', sendNumber };
}

/** Arms the effect that sends a code, or that reports a withheld one. */
export function armCode(code: CodeSend): ArmedEffect {
  const { sentAt, withheld } = code;
  return { effect: codeEffect(code), dueAt: withheld ? sentAt + carrierAnswerMs : sentAt };
}

/** Sends a new code and moves the callback's expiry, so that the code keeps its full lifetime. */
export function renewCode(
  callback: Callback,
  { at, withheld, by }: Asked,
  rules: CallbackRules,
): CallbackDecision | Refusal {
  const { code, status } = callback;
  if (at < resendAllowedAt(code)) return { refused: 'not-in-this-state', status };
  const next = newCode(code.sendNumber + 1, { at, withheld, by });
  return {
    ...unchanged({ ...callback, code: next }),
    arm: [armCode(next), { effect: { kind: 'expire-request' }, dueAt: at + rules.maxUnverifiedMs }],
    disarm: [codeEffect(code)],
  };
}

/** Counts a wrong code. Without guesses left nothing changes: further guesses must not cost a write. */
export function countWrongCode(callback: Callback): CallbackDecision {
  const { code } = callback;
  if (code.guesses >= codePolicy.guesses) return unchanged(callback);
  return unchanged({ ...callback, code: { ...code, guesses: code.guesses + 1 } });
}

/**
 * Allows the call with the code once: only the latest code, while it waits to be sent. The code counts as sent from
 * here on, with or without a call. A call thus shows no more about a number than a withheld code.
 */
export function beginCodeCall(
  callback: Callback,
  { sendNumber }: CodeReport<'code-call-began'>,
): CallbackDecision | Refusal {
  const { code, status } = callback;
  const isDue = code.by === 'call' && code.sendNumber === sendNumber && code.delivery === 'sending';
  return isDue && !code.withheld
    ? noteDelivery(callback, sendNumber, 'sent')
    : { refused: 'not-in-this-state', status };
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
    disarm: [codeEffect(code)],
  };
}
