import { type LegReport, legStatuses } from '../../../domain/attempt/leg.ts';

/**
 * One leg as the carrier describes it; `undefined` when its SID is missing or its status is none that we know.
 * `duration` is in seconds and stands only on a leg that has ended.
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

function readSeconds(duration: string | undefined): number | undefined {
  const seconds = Number(duration ?? Number.NaN);
  return seconds >= 0 ? seconds : undefined;
}
