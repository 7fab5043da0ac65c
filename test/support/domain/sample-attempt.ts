import type { AttemptEvent } from '../../../backend/domain/attempt/event.ts';
import { type AttemptRules, defaultAttemptRules } from '../../../backend/domain/attempt/rules.ts';
import { type Attempt, type AttemptPhase, beginAttempt } from '../../../backend/domain/attempt/state.ts';
import { advanceAttempt } from '../../../backend/domain/attempt/transition.ts';

export const businessSid = 'CA-business';
export const visitorSid = 'CA-visitor';

/** The state of a sample: its phase, and without a SID also the result of the POST. */
export type AttemptStand =
  | Exclude<AttemptPhase, 'intended'>
  | 'due'
  | 'unanswered'
  | 'unprocessed'
  | 'listed';

const at = 1_000;
const placed: AttemptEvent = { kind: 'call-placed', at, call: { sid: businessSid, status: 'queued' } };
const ringing: AttemptEvent = {
  kind: 'leg-reported',
  at,
  leg: 'business',
  report: { sid: businessSid, status: 'ringing' },
};
const prompted: AttemptEvent = { kind: 'prompt-asked', at, sid: businessSid, token: 'prompt-1' };
const accepted: AttemptEvent = {
  kind: 'key-pressed',
  at,
  sid: businessSid,
  digits: '1',
  token: 'keys-1',
};
const answered: AttemptEvent = {
  kind: 'leg-reported',
  at,
  leg: 'visitor',
  report: { sid: visitorSid, status: 'in-progress' },
};
const over: AttemptEvent = {
  kind: 'legs-fetched',
  at,
  business: { sid: businessSid, status: 'completed', talkSeconds: 60 },
  visitor: { sid: visitorSid, status: 'completed', talkSeconds: 60 },
};

const courses: Record<AttemptStand, AttemptEvent[]> = {
  due: [],
  unanswered: [{ kind: 'call-unanswered', at }],
  unprocessed: [{ kind: 'call-unprocessed', at, retryAt: 2_000 }],
  listed: [
    { kind: 'call-unanswered', at },
    { kind: 'call-listed', at, business: { sid: 'CA-listed', status: 'queued' }, visitor: undefined },
  ],
  placed: [placed],
  ringing: [placed, ringing],
  answered: [placed, ringing, prompted],
  accepted: [placed, ringing, prompted, accepted],
  bridged: [placed, ringing, prompted, accepted, answered],
  ended: [placed, ringing, prompted, accepted, answered, over],
  unknown: [{ kind: 'call-not-found', at: defaultAttemptRules.noSidWindowMs }],
};

export const attemptStands = Object.keys(courses) as AttemptStand[];

/** An attempt started at time 0. */
export function newAttempt(number = 1, visitorScreened = false): Attempt {
  return beginAttempt({
    visitorScreened,
    callbackId: 'request-1',
    number,
    token: `attempt-token-${number}`,
    line: '+12015550100',
    at: 0,
  });
}

/** An attempt that reached this state in the usual way. */
export function sampleAttempt(stand: AttemptStand): Attempt {
  return after(newAttempt(), courses[stand]);
}

/** The attempt after its callback has ended. */
export function toBeEnded(stand: AttemptStand): Attempt {
  return after(sampleAttempt(stand), [{ kind: 'end-asked', at }]);
}

/** The attempt after all these events. */
export function after(
  attempt: Attempt,
  events: readonly AttemptEvent[],
  rules: AttemptRules = defaultAttemptRules,
): Attempt {
  return events.reduce((before, event) => advanceAttempt(before, event, rules).attempt, attempt);
}
