import type { Leg } from '../call/leg.ts';
import type { Clock } from '../clock.ts';
import { unlessAborted } from '../interruption.ts';

export type Collected = {
  digits: string;
  /** The key that ended the input, when one did. */
  finishedBy: string | null;
};

/**
 * Listens for keys while a prompt plays and for `timeoutMs` after it or after the last key.
 * The first key silences the prompt. Rejects with the signal's reason when the call ends first.
 */
export async function collectDigits(listening: {
  leg: Leg;
  clock: Clock;
  signal: AbortSignal;
  timeoutMs: number;
  /** Most digits to take. */
  numDigits: number;
  finishOnKey: string;
  playPrompt: (signal: AbortSignal) => Promise<void>;
}): Promise<Collected> {
  const { leg, clock, signal, timeoutMs, numDigits, finishOnKey } = listening;
  const finished = Promise.withResolvers<Collected>();
  const silence = new AbortController();
  let digits = '';
  let stopTimer = () => {};
  let takeBack = () => {};
  const restartTimer = () => {
    stopTimer();
    stopTimer = clock.after(timeoutMs, () => finished.resolve({ digits, finishedBy: null }));
  };
  const stopListening = leg.onDigit((digit) => {
    silence.abort();
    if (digit === finishOnKey) return finished.resolve({ digits, finishedBy: digit });
    digits += digit;
    if (digits.length >= numDigits) return finished.resolve({ digits, finishedBy: null });
    restartTimer();
  });
  const afterPrompt = () => {
    if (silence.signal.aborted) return;
    restartTimer();
    takeBack = leg.inviteDigits();
  };
  const prompt = listening.playPrompt(AbortSignal.any([signal, silence.signal]));
  prompt.then(afterPrompt, () => {});
  try {
    return await unlessAborted(signal, finished.promise);
  } finally {
    stopListening();
    stopTimer();
    takeBack();
    silence.abort();
  }
}
