import type { CodeWay } from '../../domain/callback/state.ts';
import type { Site } from '../../domain/site/site.ts';
import type { PhoneNumbers } from '../../ports/phone-numbers.ts';

/** Returns how a code can reach a number (E.164) that may be called. No text message reaches a landline. */
export function codeWays(
  numbers: PhoneNumbers,
  { countries, callsWithCodes }: Pick<Site, 'countries' | 'callsWithCodes'>,
  phone: string,
): readonly [CodeWay, ...CodeWay[]] {
  const parsed = numbers.parse(phone, { region: countries[0], allowed: countries });
  if (callsWithCodes !== true) return ['text'];
  return parsed.ok && parsed.type === 'landline' ? ['call'] : ['text', 'call'];
}

/** Follows the visitor's wish where it is possible, else keeps the way of the last code. */
export function chooseWay(
  possible: readonly [CodeWay, ...CodeWay[]],
  wish: CodeWay | undefined,
  last: CodeWay | undefined,
): CodeWay {
  return [wish, last].find((way) => way !== undefined && possible.includes(way)) ?? possible[0];
}
