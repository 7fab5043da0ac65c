import {
  createCipheriv,
  createDecipheriv,
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
import { oneTimeCode, oneTimeSecret } from './one-time-code.ts';

/** No vowels, so that no words appear; no 0 O 1 I L, which look alike. */
const letters = 'BCDFGHJKMNPQRSTVWXYZ23456789';

/** Creates random values and keyed values. Every purpose has its own key, derived from `appSecret`. */
export function createSecrets({ appSecret }: { appSecret: string }): Secrets {
  const codeKey = deriveKey(appSecret, 'verification-code');
  const fingerprintKeys = new Map<string, KeyObject>();

  function fingerprintKey(purpose: string): KeyObject {
    const key = fingerprintKeys.get(purpose) ?? deriveKey(appSecret, `fingerprint/${purpose}`);
    fingerprintKeys.set(purpose, key);
    return key;
  }

  const fingerprint = (purpose: string, value: string) =>
    createHmac('sha256', fingerprintKey(purpose)).update(value).digest('hex');
  const same = (left: string, right: string) => timingSafeEqual(digest(left), digest(right));

  return {
    capability: () => randomBytes(16).toString('base64url'),
    token: () => randomBytes(32).toString('base64url'),
    reference: () => `${randomLetters(3)}-${randomLetters(4)}`,
    letters: randomLetters,
    jitter: () => Math.random(),
    codeFor: (callbackId, sendNumber) => sixDigits(codeKey, JSON.stringify([callbackId, sendNumber])),
    oneTimeSecret,
    oneTimeCode,
    ...createMachineProofs({ fingerprint, same }),
    same,
    challengeOf: (verifier) => digest(verifier).toString('base64url'),
    fingerprint,
    seal: (purpose, text) => seal(deriveKey(appSecret, `seal/${purpose}`), text),
    unseal: (purpose, sealed) => unseal(deriveKey(appSecret, `seal/${purpose}`), sealed),
  };
}

/**
 * Derives a key (https://www.rfc-editor.org/rfc/rfc5869). The salt is empty, because the secret is random. Hashing with a
 * key object takes a fifth of the time that hashing with bytes takes.
 */
function deriveKey(appSecret: string, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', appSecret, '', `callback-platform/${purpose}`, 32)));
}

const codeCount = 1_000_000;
/** Numbers from this limit on are skipped, so that every code is equally likely. */
const unbiasedLimit = Math.floor(2 ** 32 / codeCount) * codeCount;

function sixDigits(key: KeyObject, message: string): string {
  for (let round = 0; ; round += 1) {
    const bytes = createHmac('sha256', key).update(`${round}/${message}`).digest();
    for (let at = 0; at < bytes.length; at += 4) {
      const drawn = bytes.readUInt32BE(at);
      if (drawn < unbiasedLimit) return String(drawn % codeCount).padStart(6, '0');
    }
  }
}

const sealing = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

function seal(key: KeyObject, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(sealing, key, nonce, { authTagLength: tagBytes });
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

function unseal(key: KeyObject, written: string): string | undefined {
  const bytes = Buffer.from(written, 'base64url');
  // Other spellings of the same bytes would be other addresses of the same page.
  if (bytes.length <= nonceBytes + tagBytes || bytes.toString('base64url') !== written) return undefined;
  const decipher = createDecipheriv(sealing, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => letters.charAt(randomInt(letters.length))).join('');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const lifetimeMs = 60_000;
/** The clock of a command and that of the server, which can be its database's, may differ by this much. */
const skewMs = 60_000;

/** Creates proofs of the application secret. Commands on the server's machine send them instead of a person's code. */
function createMachineProofs({
  fingerprint,
  same,
}: Pick<Secrets, 'fingerprint' | 'same'>): Pick<Secrets, 'machineProof' | 'isMachineProof'> {
  const sign = (expiresAt: number) => `${expiresAt}.${fingerprint('machine-proof', String(expiresAt))}`;
  return {
    machineProof: (at) => sign(at + lifetimeMs),
    isMachineProof(proof, at) {
      const expiresAt = Number.parseInt(proof, 10);
      const isCurrent = expiresAt > at - skewMs && expiresAt <= at + lifetimeMs + skewMs;
      return isCurrent && same(proof, sign(expiresAt));
    },
  };
}
