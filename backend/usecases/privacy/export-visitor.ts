import type { Clock } from '../../ports/clock.ts';
import type { PhoneProblem } from '../../ports/phone-numbers.ts';
import type { PersonalData, PersonalExport } from '../../ports/store/personal-data.ts';
import { hasOptedOut, type OptOutPorts } from '../opt-outs.ts';
import { type NumberPorts, readNumber } from './read-number.ts';

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
