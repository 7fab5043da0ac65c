import { createChallenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { createSecrets } from '../../backend/adapters/system/secrets.ts';

/** `phone` is reserved for fiction, `address` goes into X-Forwarded-For, `proof` solves one captcha. */
export type Visitor = { phone: string; address: string; proof: string };

/** Numbers of the carrier and of the business. No visitor has them. */
export const ownNumbers = { caller: '+12015550100', business: '+12015550123' } as const;

export const visitorCountries = ['US', 'CA'];

/** Maximum number of visitors in one block of 100 numbers. */
export const visitorsPerBlock = 100;

/**
 * Returns a function that creates the next visitors. Numbers repeat after about 40,000 visitors. Each area code reserves
 * 555-0100 to 555-0199 for fiction: https://nationalnanpa.com/number_resource_info/555_numbers.html
 */
export function createVisitors(): (count: number) => Promise<Visitor[]> {
  const codes = areaCodes();
  const createProof = createProofs();
  let index = -1;

  function nextPhone(): string {
    index += 1;
    const line = Math.floor(index / codes.length) % visitorsPerBlock;
    const phone = `+1${codes[index % codes.length]}55501${String(line).padStart(2, '0')}`;
    return Object.values<string>(ownNumbers).includes(phone) ? nextPhone() : phone;
  }

  return async (count) => {
    const visitors: Visitor[] = [];
    while (visitors.length < count) {
      visitors.push({ phone: nextPhone(), address: benchmarkAddress(index), proof: await createProof() });
    }
    return visitors;
  };
}

/** Returns the area codes whose numbers can be mobile phones. */
function areaCodes(): number[] {
  const all = Array.from({ length: 789 }, (_, index) => 201 + index);
  return all.filter((code) => {
    const number = parsePhoneNumberFromString(`+1${code}5550100`);
    const country = number?.country ?? '';
    return visitorCountries.includes(country) && number?.getType() === 'FIXED_LINE_OR_MOBILE';
  });
}

/**
 * Returns an address in another network than the last 65,536. The prefix is reserved for documentation:
 * https://www.rfc-editor.org/rfc/rfc3849
 */
function benchmarkAddress(index: number): string {
  return `2001:db8:${(index & 0xffff).toString(16)}::1`;
}

/** Application secret of the measured backend. */
export const appSecret = 'a secret that is used for measurements only';

/** Longer than any run. */
const validityMs = 600_000;

/**
 * Returns a function that creates a solved captcha, valid for one request. The bench makes the puzzle
 * from its solution with the server's secret, so no search is needed. The server's check costs the same.
 */
function createProofs(): () => Promise<string> {
  const secret = createSecrets({ appSecret }).fingerprint('captcha', 'altcha');
  const counter = 1;
  return async () => {
    const challenge = await createChallenge({
      algorithm: 'SHA-256',
      cost: 8,
      counter,
      deriveKey,
      data: { expires_at: Date.now() + validityMs },
      hmacSignatureSecret: secret,
    });
    const solution = await solveChallenge({ challenge, deriveKey, counterStart: counter });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  };
}
