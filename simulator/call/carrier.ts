import type { Settings } from '../settings.ts';
import type { Clock } from '../time/clock.ts';
import type { Timeline } from '../timeline.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import type { Direction, StatusCallback } from './call.ts';
import type { Leg } from './leg.ts';

export type LegSpec = {
  from: string;
  to: string;
  direction: Direction;
  parentSid?: string | undefined;
  queueTimeMs: number;
  statusCallback?: StatusCallback | undefined;
  ringTimeoutMs: number;
  timeLimitMs?: number | undefined;
};

/** The parts of the carrier that call flows use. */
export type Carrier = {
  accountSid: string;
  /** The account's own numbers. */
  numbers: readonly string[];
  clock: Clock;
  timeline: Timeline;
  settings: Settings;
  webhooks: Webhooks;
  openLeg(spec: LegSpec): Leg;
};
