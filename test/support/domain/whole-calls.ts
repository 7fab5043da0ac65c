import type { AttemptEvent, FetchedLegs } from '../../../backend/domain/attempt/event.ts';
import type { LegStatus, LegTimes } from '../../../backend/domain/attempt/leg.ts';
import type { Attempt } from '../../../backend/domain/attempt/state.ts';
import { businessSid, visitorSid } from './sample-attempt.ts';

/** An event without its time. */
export type Report = AttemptEvent extends infer E ? (E extends AttemptEvent ? Omit<E, 'at'> : never) : never;

/** The carrier's reports about one call, and its legs at the end. */
export type WholeCall = {
  name: string;
  /** In the usual order. */
  reports: Report[];
  legs: FetchedLegs;
  outcome: Attempt['outcome'];
  /** Whether the visitor must press 1 too. */
  visitorScreened?: boolean;
};

const placed: Report = { kind: 'call-placed', call: { sid: businessSid, status: 'queued' } };
const prompt: Report = { kind: 'prompt-asked', sid: businessSid, token: 'prompt-1' };

function business(...statuses: LegStatus[]) {
  return statuses.map(
    (status): Report => ({ kind: 'leg-reported', leg: 'business', report: leg(status).business }),
  );
}

function visitor(talkSeconds: number, ...statuses: LegStatus[]) {
  return statuses.map(
    (status): Report => ({
      kind: 'leg-reported',
      leg: 'visitor',
      report: { sid: visitorSid, status, talkSeconds },
    }),
  );
}

function keys(digits: string, token = 'keys-1'): Report {
  return {
    kind: 'key-pressed',
    sid: businessSid,
    digits,
    token,
  };
}

function dialled(status: LegStatus, talkSeconds: number): Report {
  return {
    kind: 'dial-finished',
    sid: businessSid,
    visitor: { sid: visitorSid, status, talkSeconds },
    bridged: status === 'completed',
  };
}

function leg(status: LegStatus) {
  return { business: { sid: businessSid, status, talkSeconds: 0 } };
}

const picksUp = [placed, ...business('initiated', 'ringing', 'in-progress'), prompt];

const lostInstruction: Report = {
  kind: 'instruction-failed',
  sid: businessSid,
  error: { code: '11200', advice: 'check the address' },
};

const refusedDial: Report = {
  kind: 'dial-finished',
  sid: businessSid,
  visitor: { sid: undefined, status: 'failed' },
  bridged: false,
};

function unanswered(name: string, status: LegStatus, outcome: Attempt['outcome']): WholeCall {
  return {
    name,
    reports: [placed, ...business('initiated', 'ringing', status)],
    legs: { ...leg(status), visitor: undefined },
    outcome,
  };
}

function screened(name: string, pressed: Report[], outcome: Attempt['outcome']): WholeCall {
  return {
    name,
    reports: [...picksUp, ...pressed, ...business('completed')],
    legs: { ...leg('completed'), visitor: undefined },
    outcome,
  };
}

function accepted(
  name: string,
  course: { rings: LegStatus[]; ends: LegStatus; talkSeconds: number; action: boolean },
  outcome: Attempt['outcome'],
): WholeCall {
  const { rings, ends, talkSeconds, action } = course;
  return {
    name,
    reports: [
      ...picksUp,
      keys('1'),
      ...visitor(0, ...rings),
      ...visitor(talkSeconds, ends),
      ...(action ? [dialled(ends, talkSeconds)] : []),
      ...business('completed'),
    ],
    legs: { ...leg('completed'), visitor: { sid: visitorSid, status: ends, talkSeconds } },
    outcome,
  };
}

const rings: LegStatus[] = ['initiated', 'ringing'];
const answers: LegStatus[] = [...rings, 'in-progress'];

/** The answer to the question whether the visitor wants the call. */
function pressed(digits: string, isLast = false): Report {
  return { kind: 'visitor-key-pressed', sid: visitorSid, parentSid: businessSid, digits, isLast };
}

type Talk = { rings: number; talks: number; ends?: 'business' | 'visitor' };

/** A call with the carrier's times, in whole seconds. The phone rings three seconds after it is dialled. */
function talk(
  name: string,
  course: Talk,
  outcome: Attempt['outcome'],
  pressedKeys: Report[] = [],
): WholeCall {
  const { rings, talks, ends = 'business' } = course;
  const second = (seconds: number) => (100 + seconds) * 1_000;
  const [dialledAt, rangAt, answeredAt] = [second(0), second(3), second(3 + rings)];
  const endedAt = answeredAt + talks * 1_000;
  const businessEndedAt = ends === 'visitor' ? endedAt + 4_000 : endedAt;
  const said = (status: LegStatus, times: LegTimes, talkSeconds = 0): Report => ({
    kind: 'leg-reported',
    leg: 'visitor',
    report: { sid: visitorSid, status, talkSeconds, times },
  });
  return {
    name,
    reports: [
      ...picksUp,
      keys('1'),
      said('initiated', { dialledAt }),
      said('ringing', { rangAt }),
      said('in-progress', { answeredAt }),
      ...pressedKeys,
      said('completed', { endedAt }, talks),
      { ...dialled('completed', talks), businessOnLine: ends === 'visitor' } as Report,
      {
        kind: 'leg-reported',
        leg: 'business',
        report: { ...leg('completed').business, times: { endedAt: businessEndedAt } },
      },
    ],
    legs: {
      business: { ...leg('completed').business, times: { endedAt: businessEndedAt } },
      visitor: {
        sid: visitorSid,
        status: 'completed',
        talkSeconds: talks,
        times: { dialledAt, answeredAt, endedAt },
      },
    },
    outcome,
  };
}

function asked(
  name: string,
  pressedKeys: Report[],
  course: Omit<Talk, 'rings'>,
  outcome: Attempt['outcome'],
): WholeCall {
  return { ...talk(name, { rings: 16, ...course }, outcome, pressedKeys), visitorScreened: true };
}

export const wholeCalls: WholeCall[] = [
  unanswered('the business is busy', 'busy', 'business-busy'),
  unanswered('the business does not answer', 'no-answer', 'business-no-answer'),
  unanswered('the call to the business fails', 'failed', 'carrier-refused'),
  screened('the business declines', [keys('2')], 'business-declined'),
  screened('the business presses a wrong key twice', [keys('9'), keys('*', 'keys-2')], 'business-voicemail'),
  screened('the business declines after a wrong key', [keys('9'), keys('2', 'keys-2')], 'business-declined'),
  screened('a voicemail answers and presses nothing', [keys('')], 'business-voicemail'),
  screened('the business hangs up while it is asked', [], 'business-hung-up'),
  {
    ...screened('the carrier refuses to dial', [keys('1'), refusedDial], 'visitor-not-connected'),
    legs: {
      ...leg('completed'),
      visitor: undefined,
      dialError: { code: '13227', advice: 'allow the country' },
    },
  },
  screened('the carrier loses the first instruction', [lostInstruction], 'technical-fault'),
  screened('the carrier loses the instruction to dial', [keys('1'), lostInstruction], 'technical-fault'),
  accepted(
    'both talk, and the visitor hangs up',
    { rings: answers, ends: 'completed', talkSeconds: 60, action: true },
    'talked',
  ),
  accepted(
    'both talk, and the business hangs up',
    { rings: answers, ends: 'completed', talkSeconds: 60, action: false },
    'talked',
  ),
  accepted(
    'the talk is too short',
    { rings: answers, ends: 'completed', talkSeconds: 4, action: true },
    'short-or-voicemail',
  ),
  accepted('the visitor is busy', { rings, ends: 'busy', talkSeconds: 0, action: true }, 'visitor-busy'),
  accepted(
    'the visitor does not answer',
    { rings, ends: 'no-answer', talkSeconds: 0, action: true },
    'visitor-no-answer',
  ),
  accepted(
    'the call to the visitor fails',
    { rings: ['initiated'], ends: 'failed', talkSeconds: 0, action: true },
    'visitor-unreachable',
  ),
  accepted(
    "the business hangs up while the visitor's phone rings",
    { rings, ends: 'canceled', talkSeconds: 0, action: false },
    'business-hung-up',
  ),
  talk('a voicemail answers late, and the business hangs up', { rings: 16, talks: 20 }, 'perhaps-voicemail'),
  talk(
    'a voicemail answers at once, and the business hangs up',
    { rings: 1, talks: 20 },
    'perhaps-voicemail',
  ),
  talk('a person answers, and the business hangs up soon', { rings: 6, talks: 20 }, 'talked'),
  talk('a late answer leads to a longer talk', { rings: 16, talks: 46 }, 'talked'),
  talk(
    'a late answer leads to a talk that the visitor ends',
    { rings: 16, talks: 20, ends: 'visitor' },
    'talked',
  ),
  asked('the visitor presses 1', [pressed('1')], { talks: 30, ends: 'business' }, 'talked'),
  asked(
    'the visitor presses 1 after a wrong key',
    [pressed('7'), pressed('1', true)],
    { talks: 30, ends: 'business' },
    'talked',
  ),
  asked(
    "the visitor's voicemail presses nothing",
    [pressed('')],
    { talks: 18, ends: 'visitor' },
    'visitor-voicemail',
  ),
  asked(
    'the visitor presses a wrong key twice',
    [pressed('7'), pressed('8', true)],
    { talks: 18, ends: 'visitor' },
    'visitor-voicemail',
  ),
  asked('the visitor hangs up when asked', [], { talks: 12, ends: 'visitor' }, 'visitor-voicemail'),
  asked(
    'the business hangs up while the visitor is asked',
    [],
    { talks: 12, ends: 'business' },
    'business-hung-up',
  ),
];
