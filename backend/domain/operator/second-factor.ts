import type { RateLimit } from '../rate-limit.ts';

/** The step of RFC 6238, and of every authenticator app: https://www.rfc-editor.org/rfc/rfc6238#section-5.2 */
const stepMs = 30_000;
/** Phones are a few seconds wrong, and a person types for a few seconds. */
const skewSteps = 1;

/** Returns the address that authenticator apps read: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function authenticatorAddress(secret: string, names: { business: string; token: string }): string {
  const [issuer, account] = [names.business, names.token].map((name) =>
    encodeURIComponent(name.replaceAll(':', ' ')),
  );
  const settings = `issuer=${issuer}&algorithm=SHA1&digits=6&period=${stepMs / 1_000}`;
  return `otpauth://totp/${issuer}:${account}?secret=${secret}&${settings}`;
}

/** Returns the number of the 30-second step that `at` lies in. */
function stepAt(at: number): number {
  return Math.floor(at / stepMs);
}

/** Returns the steps whose codes are accepted at `at`: one of skew each way, and none up to the last used one. */
export function acceptedSteps(at: number, lastStep: number): number[] {
  const now = stepAt(at);
  const steps = Array.from({ length: 2 * skewSteps + 1 }, (_, index) => now - skewSteps + index);
  return steps.filter((step) => step > lastStep);
}

/** Time (ms) to enter the first code of a new second factor. */
export const confirmWithinMs = 10 * 60_000;

/**
 * Codes of one token that are checked, from all addresses together. Three of a million codes are right at a time. A
 * thief of the token needs six years for an even chance. The audit log shows every wrong code.
 */
export const codeLimits: readonly RateLimit[] = [
  { windowMs: 60_000, max: 5 },
  { windowMs: 3_600_000, max: 30 },
  { windowMs: 86_400_000, max: 100 },
];

/** Returns the six digits in what a person typed; undefined for anything else, such as a recovery code. */
export function readDigits(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : undefined;
}

export const recoveryCodeCount = 10;
/** 57 bits: a recovery code cannot be guessed, so it works also while the codes of a token are limited. */
export const recoveryCodeLetters = 12;

/** Writes a recovery code as it is shown, such as `BCDF-GHJK-MNPQ`. */
export function writeRecoveryCode(letters: string): string {
  return (letters.match(/.{1,4}/g) ?? []).join('-');
}

/** Returns the letters of a recovery code, in any spelling. */
export function readRecoveryCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}
