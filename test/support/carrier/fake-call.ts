import type { LegReport, LegStatus } from '../../../backend/domain/attempt/leg.ts';
import type { CarrierError } from '../../../backend/domain/attempt/state.ts';
import type { PlaceCall } from '../../../backend/ports/carrier/voice-carrier.ts';

export type FakeLeg = {
  sid: string;
  status: LegStatus;
  /** By the monotonic clock. */
  answeredAt: number | undefined;
  talkSeconds: number | undefined;
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
  /** Runs when the call is ended by a request. */
  interrupt: () => void;
};

const deadStatuses: readonly LegStatus[] = ['completed', 'busy', 'no-answer', 'failed', 'canceled'];

export function isOver(leg: FakeLeg): boolean {
  return deadStatuses.includes(leg.status);
}

export function newLeg(sid: string, status: LegStatus): FakeLeg {
  return { sid, status, answeredAt: undefined, talkSeconds: undefined };
}

export function reportOf(leg: FakeLeg): LegReport {
  return { sid: leg.sid, status: leg.status, talkSeconds: leg.talkSeconds };
}
