import { plainDigits } from '../../../contract/digits.ts';

const minuteMs = 60_000;

/** Lifetimes (ms) of the steps of a sign-in, and how often one client may begin one. */
export const signInRules = {
  /** From the redirect to the provider until the return. */
  atProviderMs: 10 * minuteMs,
  /** From the return until the page redeems its hand-off code. */
  handOffMs: minuteMs,
  sessionMs: 20 * minuteMs,
  begun: [
    { windowMs: minuteMs, max: 10 },
    { windowMs: 10 * minuteMs, max: 30 },
  ],
} as const;

/** Limits of a sign-in by WhatsApp, and how often one client may begin one. */
export const whatsappRules = {
  validityMs: 10 * minuteMs,
  /** Guesses of the code that was sent back. */
  guesses: 5,
  /** Answers to the same code. A message can get lost, but each answer costs money. */
  answers: 3,
  begun: [
    { windowMs: minuteMs, max: 5 },
    { windowMs: 10 * minuteMs, max: 20 },
  ],
} as const;

/** Two groups of four letters and digits that are hard to confuse, anywhere in a message. */
const writtenCode =
  /(?<![A-Z0-9])([BCDFGHJKMNPQRSTVWXYZ2-9]{4})\s*\p{Pd}\s*([BCDFGHJKMNPQRSTVWXYZ2-9]{4})(?![A-Z0-9])/iu;

/** Returns the code in a visitor's message, in the form in which the page showed it. */
export function readWhatsappCode(message: string): string | undefined {
  const [, first, second] = writtenCode.exec(plainDigits(message)) ?? [];
  return first === undefined || second === undefined ? undefined : `${first}-${second}`.toUpperCase();
}
