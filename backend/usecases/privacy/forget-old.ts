import type { Clock } from '../../ports/clock.ts';
import type { PersonalData } from '../../ports/store/personal-data.ts';

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
