import type { PhoneNumbers, PhoneProblem } from '../../ports/phone-numbers.ts';
import type { Sites } from '../../ports/sites.ts';

export type NumberPorts = { numbers: PhoneNumbers; sites: Sites };

export type ReadNumber = { ok: true; phone: string } | { ok: false; reason: PhoneProblem };

/**
 * What an operator types is taken as it stands when it is written with + and the country code: what was allowed when
 * the visitor asked may not be allowed any more. Anything else is read as visitors' numbers are.
 */
export function readNumber({ numbers, sites }: NumberPorts, typed: string, siteId: string): ReadNumber {
  const bare = typed.replace(/[\s().-]/g, '');
  if (/^\+[1-9]\d{5,14}$/.test(bare)) return { ok: true, phone: bare };
  const { site } = sites.get(siteId);
  const parsed = numbers.parse(typed, { region: site.countries[0], allowed: site.countries });
  return parsed.ok ? { ok: true, phone: parsed.e164 } : parsed;
}
