import { plainDigits } from '../../contract/digits.ts';
import { canonicalNumber } from '../domain/phone-number.ts';
import type { Clock } from '../ports/clock.ts';
import type { PhoneNumbers, PhoneProblem } from '../ports/phone-numbers.ts';
import type { Sites } from '../ports/sites.ts';
import type { PersonalData, PersonalExport } from '../ports/store/personal-data.ts';
import { hasOptedOut, type OptOutPorts } from './opt-outs.ts';

export type ExportPorts = NumberPorts & OptOutPorts & { personalData: PersonalData; clock: Clock };

export type Exported =
  | { ok: true; phone: string; optedOut: boolean; tables: PersonalExport }
  | { ok: false; reason: PhoneProblem };

/** Returns all data stored for a visitor's number. The audit log records the export without the number. */
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
  /** `scrubbed` false: the rows are deleted, and the next daily sweep overwrites their remains in the file. */
  | { ok: true; requests: number; scrubbed: boolean }
  | { ok: false; reason: PhoneProblem | 'request-under-way' };

/** Deletes all data stored for a visitor's number, except its opt-out. */
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

/** Maximum callbacks in one batch. A batch blocks the database for a few milliseconds. */
const batchSize = 50;

/**
 * Deletes one batch of callbacks that did not change for `keepMs`. Returns their number and whether more may be left.
 */
export async function forgetOld(
  { personalData, clock }: ForgetPorts,
  keepMs: number,
): Promise<{ forgotten: number; more: boolean }> {
  const at = clock.now();
  const forgotten = await personalData.forgetRequests(at - keepMs, batchSize, at);
  return { forgotten, more: forgotten === batchSize };
}

type NumberPorts = { numbers: PhoneNumbers; sites: Sites };

type ReadNumber = { ok: true; phone: string } | { ok: false; reason: PhoneProblem };

/**
 * Reads a number that an operator typed. A number with + and country code is not checked: the site may no longer
 * serve its country. Other numbers are parsed like those of visitors.
 */
function readNumber({ numbers, sites }: NumberPorts, typed: string, siteId: string): ReadNumber {
  const bare = plainDigits(typed).replace(/[\p{Z}\p{Pd}\s().]/gu, '');
  if (/^\+[1-9]\d{5,14}$/.test(bare)) return { ok: true, phone: canonicalNumber(bare) };
  const { site } = sites.get(siteId);
  const parsed = numbers.parse(typed, { region: site.countries[0], allowed: site.countries });
  return parsed.ok ? { ok: true, phone: parsed.e164 } : parsed;
}
