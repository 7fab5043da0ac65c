import type { VirtualClock } from '../../fakes/virtual-clock.ts';

/** A POST as it left the process. `wall` is the process's own clock; `processed`: a call can exist. */
export type TimedPost = { token: string; at: number; wall: number; processed: boolean };

/** A text as the carrier got it. `delivered` is its real result, which the report can contradict. */
export type TimedText = {
  messageId: string;
  to: string;
  body: string;
  at: number;
  carriedOut: boolean;
  delivered: boolean;
  /** Refused permanently: a repeat would be refused too. */
  refused: boolean;
};

/** What visitors, owners and processes did, in true time. Only what was answered counts. */
export type Timeline = {
  posts: TimedPost[];
  /** STOP by number, block by number, cancel by callback. */
  stopped: Map<string, number>;
  blocked: Map<string, number>;
  cancelled: Map<string, number>;
  /** Tries to prove the phone or to retry, by callback: a wait begins with the latest one that was carried out. */
  asked: Map<string, number[]>;
  /** Kills and planned stops. A process is down from `from` to `to`. */
  downtimes: { from: number; to: number }[];
  /** When a process was told to shut down. */
  shutdowns: number[];
  /** Jumps of the wall clock. */
  jumps: { at: number; by: number }[];
  /** When the platform learnt a call's SID for certain, and when the business pressed 1, by token. */
  sidKnown: Map<string, number>;
  pressed: Map<string, number>;
  texts: TimedText[];
  mails: { messageId: string; reference: string; at: number; accepted: boolean; refused: boolean }[];
  /** Calls that the platform asked the carrier to end, by SID. */
  endedByPlatform: Set<string>;
};

export function createTimeline(): Timeline {
  return {
    posts: [],
    stopped: new Map(),
    blocked: new Map(),
    cancelled: new Map(),
    asked: new Map(),
    downtimes: [],
    shutdowns: [],
    jumps: [],
    sidKnown: new Map(),
    pressed: new Map(),
    texts: [],
    mails: [],
    endedByPlatform: new Set(),
  };
}

/** Notes an instant once: the first counts. */
export function noteOnce(times: Map<string, number>, key: string, clock: VirtualClock): void {
  if (!times.has(key)) times.set(key, clock.trueNow());
}

/** Notes each try: a crash can leave it unanswered. */
export function noteTry({ asked }: Timeline, callbackId: string, clock: VirtualClock): void {
  asked.set(callbackId, [...(asked.get(callbackId) ?? []), clock.trueNow()]);
}

export function wasDown({ downtimes }: Timeline, from: number, to: number): boolean {
  return downtimes.some((downtime) => downtime.from <= to && downtime.to >= from);
}
