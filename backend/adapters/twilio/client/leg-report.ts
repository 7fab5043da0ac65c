import { type LegReport, legStatuses } from '../../../domain/attempt/leg.ts';

/**
 * Reads one leg from an API response or a webhook; `undefined` when the SID is missing or the status is unknown.
 * `duration` is in seconds; the carrier sends it only for a leg that has ended.
 */
export function readLeg(
  sid: string | undefined,
  status: string | undefined,
  duration: string | undefined,
): LegReport | undefined {
  const known = legStatuses.find((candidate) => candidate === status);
  if (sid === undefined || known === undefined) return undefined;
  return { sid, status: known, talkSeconds: readSeconds(duration) };
}

export function readSeconds(duration: string | undefined): number | undefined {
  const seconds = Number(duration ?? Number.NaN);
  return seconds >= 0 ? seconds : undefined;
}
