import { createChallenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { createSecrets } from '../backend/adapters/system/secrets.ts';

/** What the backend under measurement makes its keys with. */
export const appSecret = 'a secret that is used for measurements only';

/** Milliseconds: longer than any run. */
const validity = 600_000;

/**
 * Solved captchas, each good for one request. Whoever has the server's secret makes the puzzle from its solution, so
 * a thousand visitors need not search for theirs on this machine; what the server does to check one is the same.
 */
export function createProofs(): () => Promise<string> {
  const secret = createSecrets({ appSecret }).fingerprint('captcha', 'altcha');
  const counter = 1;
  return async () => {
    const challenge = await createChallenge({
      algorithm: 'SHA-256',
      cost: 8,
      counter,
      deriveKey,
      data: { expires_at: Date.now() + validity },
      hmacSignatureSecret: secret,
    });
    const solution = await solveChallenge({ challenge, deriveKey, counterStart: counter });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  };
}
