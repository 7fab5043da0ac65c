import type { CodeSend } from './state.ts';

const minute = 60_000;

export const codePolicy = {
  /** How long the digits of one sending are good. */
  validity: 10 * minute,
  guesses: 5,
  /** Per number, over all its requests. */
  sendLimits: [
    { window: 60 * minute, max: 3 },
    { window: 24 * 60 * minute, max: 5 },
  ],
  /** From one sending to the next within a request: it grows. */
  resendDelays: [30_000, 2 * minute, 5 * minute],
} as const;

export type CodeStanding = 'usable' | 'expired' | 'spent';

export function codeStanding(code: CodeSend, at: number): CodeStanding {
  if (code.guesses >= codePolicy.guesses) return 'spent';
  return at >= code.sentAt + codePolicy.validity ? 'expired' : 'usable';
}

/** When the visitor may ask for another code. */
export function resendAllowedAt(code: CodeSend): number {
  const delays = codePolicy.resendDelays;
  const delay = delays[Math.min(code.sendNumber, delays.length) - 1] ?? 0;
  return code.sentAt + delay;
}
