import type { Site } from '../../domain/site/site.ts';
import type { PhoneNumbers, PhoneProblem } from '../../ports/phone-numbers.ts';
import { hasOptedOut, type OptOutPorts } from '../opt-outs.ts';

export type PhoneRefused =
  | { ok: false; reason: 'phone-refused'; problem: PhoneProblem | 'our-own-number' }
  | { ok: false; reason: 'opted-out' | 'blocked' };

export type PhoneChecked = { ok: true; e164: string } | PhoneRefused;

/** Reads a number that may be called and texted. */
export async function checkPhone(
  ports: OptOutPorts & { numbers: PhoneNumbers },
  typed: string,
  site: Site,
): Promise<PhoneChecked> {
  const phone = readPhone(ports.numbers, typed, site);
  if (!phone.ok) return phone;
  if (site.blockedNumbers.some((beginning) => phone.e164.startsWith(beginning)))
    return { ok: false, reason: 'blocked' };
  return (await hasOptedOut(ports, phone.e164)) ? { ok: false, reason: 'opted-out' } : phone;
}

/** Our own numbers are refused: calling them would make a loop that is paid for twice. */
function readPhone(numbers: PhoneNumbers, typed: string, site: Site): PhoneChecked {
  const [region] = site.countries;
  const parsed = numbers.parse(typed, { region, allowed: site.countries });
  if (!parsed.ok) return { ok: false, reason: 'phone-refused', problem: parsed.reason };
  const own = [site.businessNumber, site.callerNumber, site.notifyNumber];
  if (own.includes(parsed.e164)) return { ok: false, reason: 'phone-refused', problem: 'our-own-number' };
  return { ok: true, e164: parsed.e164 };
}
