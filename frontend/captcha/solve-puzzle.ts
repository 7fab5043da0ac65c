import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import { sha256 } from './sha256.ts';

/** A page stays responsive when its script pauses this often (ms). */
const sliceMs = 12;

/**
 * Finds the counter whose derived key has the puzzle's prefix. Returns the solution as the API accepts it. Works in
 * slices, because pages without a worker use it as well.
 */
export async function solvePuzzle(challenge: CaptchaPuzzle): Promise<string> {
  const { salt, nonce, cost, keyPrefix } = challenge.parameters;
  const input = new Uint8Array([...bytesOf(salt), ...bytesOf(nonce), 0, 0, 0, 0]);
  const end = new DataView(input.buffer, input.length - 4);
  let pausedAt = performance.now();
  for (let counter = 0; ; counter += 1) {
    if (performance.now() - pausedAt > sliceMs) {
      await new Promise((resolve) => setTimeout(resolve));
      pausedAt = performance.now();
    }
    end.setUint32(0, counter);
    let key: Uint8Array = input;
    for (let round = 0; round < cost; round += 1) key = sha256(key);
    const derivedKey = beginsWith(key, keyPrefix) ? hexOf(key) : undefined;
    if (derivedKey !== undefined)
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
  }
}

/** Compares the first byte before the whole prefix: almost every key differs there. */
function beginsWith(key: Uint8Array, prefix: string): boolean {
  return key[0] === Number.parseInt(prefix.slice(0, 2), 16) && hexOf(key).startsWith(prefix);
}

function bytesOf(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
