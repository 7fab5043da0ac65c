import { mergeFacts } from '../merge-facts.ts';

/** The carrier's statuses of one leg of a call: https://www.twilio.com/docs/voice/api/call-resource */
export const legStatuses = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
] as const;
export type LegStatus = (typeof legStatuses)[number];

/** When a leg got so far, by the carrier's clock (ms): carriers give whole seconds. A step that was not reported is absent. */
export type LegTimes = { dialledAt?: number; rangAt?: number; answeredAt?: number; endedAt?: number };

/** The facts about one leg; `unseen` before the first report. `talkSeconds` is the longest duration reported. */
export type Leg = {
  sid: string | undefined;
  status: LegStatus | 'unseen';
  talkSeconds: number;
  times?: LegTimes | undefined;
};

/** One report about a leg, from a webhook or from the carrier's API. */
export type LegReport = {
  sid: string;
  status: LegStatus;
  talkSeconds?: number | undefined;
  times?: LegTimes | undefined;
};

/** The carrier's report after a dial. The SID is missing when the carrier names no leg. */
export type DialReport = Omit<LegReport, 'sid'> & { sid: string | undefined };

/** Whether the carrier made no call to the visitor at all. */
export function isRefusedDial(report: DialReport | undefined): boolean {
  return report?.status === 'failed' && report.sid === undefined;
}

export const unseenLeg: Leg = { sid: undefined, status: 'unseen', talkSeconds: 0 };

const ranks: Record<Leg['status'], number> = {
  unseen: 0,
  queued: 1,
  initiated: 2,
  ringing: 3,
  'in-progress': 4,
  canceled: 5,
  'no-answer': 6,
  busy: 7,
  failed: 8,
  completed: 9,
};

/** Merges a report. Reports arrive late, repeated and in any order, so a leg only moves forward. */
export function mergeLeg(leg: Leg, report: DialReport): Leg {
  return mergeFacts(leg, {
    sid: leg.sid ?? report.sid,
    status: ranks[report.status] > ranks[leg.status] ? report.status : leg.status,
    talkSeconds: Math.max(leg.talkSeconds, report.talkSeconds ?? 0),
    ...mergeTimes(leg.times, report.times),
  });
}

const steps = ['dialledAt', 'rangAt', 'answeredAt', 'endedAt'] as const;

/** Of two reports about one step the earlier counts, so that their order does not matter. */
function mergeTimes(known: LegTimes = {}, reported: LegTimes = {}): Pick<Leg, 'times'> {
  const earlier = steps.flatMap((step) => {
    const at = Math.min(known[step] ?? Number.POSITIVE_INFINITY, reported[step] ?? Number.POSITIVE_INFINITY);
    return at < (known[step] ?? Number.POSITIVE_INFINITY) ? [[step, at] as const] : [];
  });
  return earlier.length === 0 ? {} : { times: { ...known, ...Object.fromEntries(earlier) } };
}

export function isDead({ status }: Pick<Leg, 'status'>): boolean {
  return ranks[status] >= ranks.canceled;
}

export function wasAnswered({ status }: Pick<Leg, 'status'>): boolean {
  return status === 'in-progress' || status === 'completed';
}
