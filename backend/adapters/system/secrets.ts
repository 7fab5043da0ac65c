import {
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto';
import type { Secrets } from '../../ports/secrets.ts';

// No vowels, so that no words come about; none of 0 O 1 I L, which are mistaken for one another.
const speakable = 'BCDFGHJKMNPQRSTVWXYZ23456789';

/** Everything keyed derives from one secret, with a key of its own for each purpose. */
export function createSecrets({ appSecret }: { appSecret: string }): Secrets {
  const codeKey = deriveKey(appSecret, 'verification-code');
  const fingerprintKeys = new Map<string, KeyObject>();

  function fingerprintKey(purpose: string): KeyObject {
    const key = fingerprintKeys.get(purpose) ?? deriveKey(appSecret, `fingerprint/${purpose}`);
    fingerprintKeys.set(purpose, key);
    return key;
  }

  return {
    capability: () => randomBytes(16).toString('base64url'),
    token: () => randomBytes(32).toString('base64url'),
    reference: () => `${speakableLetters(3)}-${speakableLetters(4)}`,
    letters: speakableLetters,
    jitter: () => Math.random(),
    codeFor: (requestId, sendNumber) => sixDigits(codeKey, JSON.stringify([requestId, sendNumber])),
    same: (left, right) => timingSafeEqual(digest(left), digest(right)),
    challengeOf: (verifier) => digest(verifier).toString('base64url'),
    fingerprint: (purpose, value) =>
      createHmac('sha256', fingerprintKey(purpose)).update(value).digest('hex'),
  };
}

/**
 * https://www.rfc-editor.org/rfc/rfc5869: the salt is empty, since the secret is random already. With a key object a
 * hash costs a fifth of what it costs with the bytes.
 */
function deriveKey(appSecret: string, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', appSecret, '', `callback-platform/${purpose}`, 32)));
}

const codes = 1_000_000;
/** Numbers from here on would make some codes likelier than others. */
const fair = Math.floor(2 ** 32 / codes) * codes;

function sixDigits(key: KeyObject, message: string): string {
  for (let round = 0; ; round += 1) {
    const bytes = createHmac('sha256', key).update(`${round}/${message}`).digest();
    for (let at = 0; at < bytes.length; at += 4) {
      const drawn = bytes.readUInt32BE(at);
      if (drawn < fair) return String(drawn % codes).padStart(6, '0');
    }
  }
}

function speakableLetters(count: number): string {
  return Array.from({ length: count }, () => speakable.charAt(randomInt(speakable.length))).join('');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
