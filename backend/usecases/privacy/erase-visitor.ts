import type { Clock } from '../../ports/clock.ts';
import type { PhoneProblem } from '../../ports/phone-numbers.ts';
import type { PersonalData } from '../../ports/store/personal-data.ts';
import { type NumberPorts, readNumber } from './read-number.ts';

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
