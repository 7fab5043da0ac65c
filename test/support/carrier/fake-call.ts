import type { LegReport, LegStatus, LegTimes } from '../../../backend/domain/attempt/leg.ts';
import type { CarrierError } from '../../../backend/domain/attempt/state.ts';
import type { PlaceCall } from '../../../backend/ports/carrier/voice-carrier.ts';

export type FakeLeg = {
  sid: string;
  status: LegStatus;
  /** By the monotonic clock. */
  answeredAt: number | undefined;
  talkSeconds: number | undefined;
  times: LegTimes;
};

/** One call as the carrier knows it. A call by another user of the account has no token. */
export type FakeCall = {
  request: PlaceCall;
  createdAt: number;
  business: FakeLeg;
  visitor: FakeLeg | undefined;
  /** Why the carrier refused to dial the visitor. */
  dialError: CarrierError | undefined;
  /** The number that the visitor's leg went to. */
  dialled: string;
  endedAt: number | undefined;
  visitorDialledAt: number | undefined;
  /** Seconds that both were connected, set at the end. */
  bridgedSeconds: number | undefined;
  /** The digits of each code that the phone heard. */
  heardCodes: string[];
  /** Runs when the call is ended by a request. */
  interrupt: () => void;
};

const deadStatuses: readonly LegStatus[] = ['completed', 'busy', 'no-answer', 'failed', 'canceled'];

export function isOver(leg: FakeLeg): boolean {
  return deadStatuses.includes(leg.status);
}

export function newLeg(sid: string, status: LegStatus): FakeLeg {
  return { sid, status, answeredAt: undefined, talkSeconds: undefined, times: {} };
}

export function reportOf(leg: FakeLeg): LegReport {
  return { sid: leg.sid, status: leg.status, talkSeconds: leg.talkSeconds };
}

const steps: Partial<Record<LegStatus, keyof LegTimes>> = {
  initiated: 'dialledAt',
  ringing: 'rangAt',
  'in-progress': 'answeredAt',
};

/** Notes when the leg came into its status, in whole seconds of the carrier's clock. Returns that time alone. */
export function stampStep(leg: FakeLeg, at: number): LegTimes {
  const step = isOver(leg) ? 'endedAt' : steps[leg.status];
  if (step === undefined) return {};
  const time = { [step]: Math.floor(at / 1_000) * 1_000 };
  leg.times = { ...time, ...leg.times };
  return time;
}

/** What the carrier's API shows: it does not say when a phone rang. */
export function fetchedReport(leg: FakeLeg): LegReport {
  const { rangAt: _notShown, ...times } = leg.times;
  return { ...reportOf(leg), times };
}
