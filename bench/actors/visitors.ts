import { createChallenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { createSecrets } from '../../backend/adapters/system/secrets.ts';

/** Somebody who asks for a call: a number that is kept free for examples, and an address for X-Forwarded-For. */
export type Visitor = { phone: string; address: string; proof: string };

/** What the business under measurement uses; no visitor gets these. */
export const ownNumbers = { caller: '+12015550100', business: '+12015550123' } as const;

export const visitorCountries = ['US', 'CA'];

/** How many visitors have numbers of one hundred neighbouring ones, at most. */
export const visitorsPerBlock = 100;

/**
 * Visitors without end, every one with another number until all are used up, some 40,000 later. Each area code holds
 * 555-0100 to 555-0199 for examples: https://nationalnanpa.com/number_resource_info/555_numbers.html
 */
export function createCrowd(): (count: number) => Promise<Visitor[]> {
  const codes = areaCodes();
  const prove = createProofs();
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
      visitors.push({ phone: nextPhone(), address: benchmarkAddress(index), proof: await prove() });
    }
    return visitors;
  };
}

/** Those whose numbers may be mobile phones. */
function areaCodes(): number[] {
  const all = Array.from({ length: 789 }, (_, index) => 201 + index);
  return all.filter((code) => {
    const number = parsePhoneNumberFromString(`+1${code}5550100`);
    const country = number?.country ?? '';
    return visitorCountries.includes(country) && number?.getType() === 'FIXED_LINE_OR_MOBILE';
  });
}

/** Within 198.18.0.0/15, which is set aside for measurements: https://www.rfc-editor.org/rfc/rfc2544#appendix-C.2.2 */
function benchmarkAddress(index: number): string {
  return `198.${18 + ((index >> 16) & 1)}.${(index >> 8) & 255}.${index & 255}`;
}

/** What the backend under measurement makes its keys with. */
export const appSecret = 'a secret that is used for measurements only';

/** Milliseconds: longer than any run. */
const validity = 600_000;

/**
 * Solved captchas, each good for one request. Whoever has the server's secret makes the puzzle from its solution, so
 * a thousand visitors need not search for theirs on this machine; what the server does to check one is the same.
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
      data: { expires_at: Date.now() + validity },
      hmacSignatureSecret: secret,
    });
    const solution = await solveChallenge({ challenge, deriveKey, counterStart: counter });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  };
}
