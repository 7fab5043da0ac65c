import type { Clock } from '../ports/clock.ts';
import type { PhoneNumbers, PhoneProblem } from '../ports/phone-numbers.ts';
import type { Sites } from '../ports/sites.ts';
import type { PersonalData, PersonalExport } from '../ports/store/personal-data.ts';
import { hasOptedOut, type OptOutPorts } from './opt-outs.ts';

export type ExportPorts = NumberPorts & OptOutPorts & { personalData: PersonalData; clock: Clock };

export type Exported =
  | { ok: true; phone: string; optedOut: boolean; tables: PersonalExport }
  | { ok: false; reason: PhoneProblem };

/** Everything that is kept about whoever has this number. That it was asked for is noted, the number is not. */
export async function exportVisitor(
  ports: ExportPorts,
  asked: { siteId: string; phone: string; actor: string },
): Promise<Exported> {
  const read = readNumber(ports, asked.phone, asked.siteId);
  if (!read.ok) return read;
  const tables = await ports.personalData.export(read.phone, { actor: asked.actor, at: ports.clock.now() });
  return { ok: true, phone: read.phone, optedOut: await hasOptedOut(ports, read.phone), tables };
}

export type ErasePorts = NumberPorts & { personalData: PersonalData; clock: Clock };

export type Erased =
  /** `scrubbed` false: the rows are gone, and what they left in the file goes with the next daily sweep. */
  | { ok: true; requests: number; scrubbed: boolean }
  | { ok: false; reason: PhoneProblem | 'request-under-way' };

/** Removes everything that is kept about whoever has this number, but for the wish not to be contacted. */
export async function eraseVisitor(
  ports: ErasePorts,
  asked: { siteId: string; phone: string; actor: string },
): Promise<Erased> {
  const read = readNumber(ports, asked.phone, asked.siteId);
  if (!read.ok) return read;
  const { personalData, clock } = ports;
  const erasure = await personalData.erase(read.phone, { actor: asked.actor, at: clock.now() });
  if (!erasure.ok) return erasure;
  return { ok: true, requests: erasure.requests, scrubbed: await personalData.scrub() };
}

export type ForgetPorts = { personalData: PersonalData; clock: Clock };

/** So many requests go at once: what that holds up is a few milliseconds. */
const batch = 50;

/**
 * Removes one batch of requests that nothing has happened to for `keep` milliseconds; answers how many went, and
 * whether there may be more.
 */
export async function forgetOld(
  { personalData, clock }: ForgetPorts,
  keep: number,
): Promise<{ forgotten: number; more: boolean }> {
  const at = clock.now();
  const forgotten = await personalData.forgetRequests(at - keep, batch, at);
  return { forgotten, more: forgotten === batch };
}

type NumberPorts = { numbers: PhoneNumbers; sites: Sites };

type ReadNumber = { ok: true; phone: string } | { ok: false; reason: PhoneProblem };

/**
 * What an operator types is taken as it stands when it is written with + and the country code: what was allowed when
 * the visitor asked may not be allowed any more. Anything else is read as visitors' numbers are.
 */
function readNumber({ numbers, sites }: NumberPorts, typed: string, siteId: string): ReadNumber {
  const bare = typed.replace(/[\s().-]/g, '');
  if (/^\+[1-9]\d{5,14}$/.test(bare)) return { ok: true, phone: bare };
  const { site } = sites.get(siteId);
  const parsed = numbers.parse(typed, { region: site.countries[0], allowed: site.countries });
  return parsed.ok ? { ok: true, phone: parsed.e164 } : parsed;
}
