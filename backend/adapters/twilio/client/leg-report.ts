import {
  isDead,
  type LegReport,
  type LegStatus,
  type LegTimes,
  legStatuses,
} from '../../../domain/attempt/leg.ts';

/**
 * Reads one leg from an API response or a webhook; `undefined` when the SID is missing or the status is unknown.
 * `duration` is in seconds; the carrier sends it only for a leg that has ended. `timestamp`: when the leg came into this
 * status, as in https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 */
export function readLeg(
  sid: string | undefined,
  status: string | undefined,
  duration: string | undefined,
  timestamp?: string,
): LegReport | undefined {
  const known = legStatuses.find((candidate) => candidate === status);
  if (sid === undefined || known === undefined) return undefined;
  return { sid, status: known, talkSeconds: readSeconds(duration), ...stepTime(known, timestamp) };
}

const steps: Partial<Record<LegStatus, keyof LegTimes>> = {
  initiated: 'dialledAt',
  ringing: 'rangAt',
  'in-progress': 'answeredAt',
};

function stepTime(status: LegStatus, timestamp = ''): Pick<LegReport, 'times'> {
  const at = Date.parse(timestamp);
  const step = isDead({ status }) ? 'endedAt' : steps[status];
  return Number.isNaN(at) || step === undefined ? {} : { times: { [step]: at } };
}

export function readSeconds(duration: string | undefined): number | undefined {
  const seconds = Number(duration ?? Number.NaN);
  return seconds >= 0 ? seconds : undefined;
}
