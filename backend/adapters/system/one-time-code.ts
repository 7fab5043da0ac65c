import { createHmac, randomBytes } from 'node:crypto';

/** https://www.rfc-editor.org/rfc/rfc4648#section-6 */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const bitsPerLetter = 5;
/** 160 bits, the length that RFC 4226 recommends. */
const secretLetters = 32;
const codeCount = 1_000_000;

/** Returns a random secret in base32, without padding. */
export function oneTimeSecret(): string {
  return Array.from(randomBytes(secretLetters), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
}

/**
 * Returns the code of a step, with SHA-1, the only hash that every authenticator app knows:
 * https://www.rfc-editor.org/rfc/rfc4226#section-5.3
 */
export function oneTimeCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', decode(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % codeCount).padStart(6, '0');
}

function decode(secret: string): Buffer {
  const bits = Array.from(secret, (letter) =>
    alphabet.indexOf(letter).toString(2).padStart(bitsPerLetter, '0'),
  ).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
