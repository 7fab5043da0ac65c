import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { Rate } from '../domain/spending/spending-rules.ts';

/** By ISO 3166 region, and `SIP` for SIP addresses. */
export type Prices = Readonly<Record<string, Rate>>;

const entry = /^([A-Z]{2}|SIP)=(\d+(?:\.\d{1,6})?)\/(\d+(?:\.\d{1,6})?)$/;

/** Money is counted in millionths, so that sums are exact. */
export function millionths(amount: number): number {
  return Math.round(amount * 1_000_000);
}

/** `US=0.012/0.014`: a segment of text, then a minute; more of them after commas or spaces. */
export const prices = z.string().transform((typed, context): Prices => {
  const found: Record<string, Rate> = {};
  for (const part of typed.toUpperCase().split(/[\s,]+/)) {
    if (part === '') continue;
    const [, region = '', text = '', minute = ''] = entry.exec(part) ?? [];
    if (region === '' || (region !== 'SIP' && !isSupportedCountry(region))) {
      context.addIssue({ code: 'custom', message: `contains ${part}, which is no price` });
      return z.NEVER;
    }
    found[region] = { text: millionths(Number(text)), minute: millionths(Number(minute)) };
  }
  return found;
});
