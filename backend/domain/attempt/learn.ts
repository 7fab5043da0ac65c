import { mergeFacts } from '../merge-facts.ts';
import { type AttemptEvent, type AttemptEventKind, isCheck } from './event.ts';
import {
  type DialReport,
  isDead,
  isRefusedDial,
  type Leg,
  type LegReport,
  mergeLeg,
  unseenLeg,
} from './leg.ts';
import type { AttemptRules } from './rules.ts';
import type { Attempt, CallFault, CarrierError, Screening, VisitorScreening } from './state.ts';

/**
 * Adds an event's facts to an open attempt. Earlier facts stay. Returns the same object when the event adds nothing.
 */
export function learn(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): Attempt {
  return noteOverdue(learnEvent(attempt, event, rules.screened), event, rules);
}

function learnEvent(attempt: Attempt, event: AttemptEvent, screened: boolean): Attempt {
  switch (event.kind) {
    case 'intent-renewed':
      return renewIntent(attempt, event.at);
    case 'call-placed':
      return learnBusiness(attempt, event.call, event.at);
    case 'call-refused':
      return attempt.business.sid === undefined
        ? { ...attempt, post: 'refused', refusal: { code: event.code, advice: event.advice } }
        : attempt;
    case 'call-unprocessed':
      return attempt.post === 'due' ? { ...attempt, post: 'unprocessed' } : attempt;
    case 'call-unanswered':
      return attempt.post === 'due' ? { ...attempt, post: 'unanswered' } : attempt;
    case 'leg-reported':
      return event.leg === 'business'
        ? learnBusiness(attempt, event.report, event.at)
        : learnVisitor(attempt, event.report);
    case 'prompt-asked':
      return learnScreening(attempt, event, screened ? 'none' : 'accepted');
    case 'key-pressed':
      return learnKey(attempt, event);
    case 'dial-finished':
      return learnDial(attempt, event);
    case 'visitor-key-pressed':
      return learnVisitorKey(attempt, event);
    case 'instruction-failed':
      return learnFailedInstruction(attempt, event);
    case 'legs-fetched':
      return learnFetched(attempt, event);
    case 'call-listed':
      return learnListed(attempt, event);
    case 'end-asked':
      return mergeFacts(attempt, { endAsked: true });
    case 'call-not-found':
      return event.sid === undefined ? mergeFacts(attempt, { listed: undefined }) : attempt;
    case 'check-gave-up':
      return attempt;
  }
}

/** Adds only the SID and the end of the business's call to a closed attempt: hanging up stops when it worked. */
export function learnLate(attempt: Attempt, event: AttemptEvent): Attempt {
  const report = businessReport(event);
  if (report === undefined || (report.sid === attempt.business.sid && isDead(attempt.business)))
    return attempt;
  return learnBusiness(attempt, report, event.at);
}

/** What an event says about the business's leg of a call that is certainly the attempt's. */
function businessReport(event: AttemptEvent): LegReport | undefined {
  switch (event.kind) {
    case 'call-placed':
      return event.call;
    case 'legs-fetched':
      return event.business;
    case 'leg-reported':
      return event.leg === 'business' ? event.report : undefined;
    case 'prompt-asked':
    case 'key-pressed':
    case 'instruction-failed':
      return { sid: event.sid, status: 'in-progress' };
    default:
      return undefined;
  }
}

/** Whether the SID belongs to another call than the attempt's own; such a call adds no facts. */
export function isOtherCall(attempt: Attempt, sid: string): boolean {
  return attempt.business.sid !== undefined && attempt.business.sid !== sid;
}

/** Only a POST that the carrier certainly did not carry out is sent again. */
function renewIntent(attempt: Attempt, at: number): Attempt {
  if (attempt.post !== 'unprocessed') return attempt;
  return { ...attempt, post: 'due', intents: attempt.intents + 1, intendedAt: at };
}

/** The first SID is the attempt's; a further one is a stray call. A listed call with the same SID was guessed right. */
function learnBusiness(attempt: Attempt, report: LegReport, at: number): Attempt {
  if (isOtherCall(attempt, report.sid)) return noteStray(attempt, report.sid);
  const guessed = attempt.listed?.business.sid === report.sid ? attempt.listed : undefined;
  const business = mergeLeg(guessed?.business ?? attempt.business, report);
  const initiated = wasInitiated(report) || (guessed !== undefined && wasInitiated(guessed.business));
  return mergeFacts(attempt, {
    post: 'answered',
    business,
    visitor: guessed === undefined ? attempt.visitor : mergeLegs(attempt.visitor, guessed.visitor),
    listed: undefined,
    initiatedAt: attempt.initiatedAt ?? (initiated ? at : undefined),
    legDeadAt: attempt.legDeadAt ?? (isDead(business) ? at : undefined),
  });
}

function wasInitiated({ status }: Pick<Leg, 'status'>): boolean {
  return status !== 'queued' && status !== 'canceled';
}

function noteStray(attempt: Attempt, sid: string): Attempt {
  return attempt.strays.includes(sid) ? attempt : { ...attempt, strays: [...attempt.strays, sid].sort() };
}

/** A later search can find another single match; then the earlier guess was wrong. */
function learnListed(attempt: Attempt, event: Extract<AttemptEvent, { kind: 'call-listed' }>): Attempt {
  const { sid } = event.business;
  if (attempt.business.sid === sid)
    return learnVisitor(learnBusiness(attempt, event.business, event.at), event.visitor);
  if (attempt.business.sid !== undefined) return attempt;
  const known = attempt.listed?.business.sid === sid ? attempt.listed : undefined;
  const business = mergeLeg(known?.business ?? unseenLeg, event.business);
  const visitor = mergeLegs(known?.visitor ?? unseenLeg, event.visitor);
  if (known !== undefined && known.business === business && known.visitor === visitor) return attempt;
  return { ...attempt, listed: { business, visitor } };
}

function mergeLegs(leg: Leg, other: Leg | LegReport | undefined): Leg {
  if (other?.sid === undefined || other.status === 'unseen') return leg;
  return mergeLeg(leg, { ...other, sid: other.sid, status: other.status });
}

function learnVisitor(attempt: Attempt, report: DialReport | undefined): Attempt {
  return report === undefined ? attempt : mergeFacts(attempt, { visitor: mergeLeg(attempt.visitor, report) });
}

/** The keys that the prompt offers. Only 1 accepts. */
const offeredKeys: Partial<Record<string, Screening>> = { '': 'silent', '1': 'accepted', '2': 'declined' };

/** A key that was not offered decides nothing the first time: the business is asked again, once. */
function learnKey(attempt: Attempt, event: Extract<AttemptEvent, { kind: 'key-pressed' }>): Attempt {
  const heard = offeredKeys[event.digits];
  if (heard !== undefined) return learnScreening(attempt, event, heard);
  const { askAgainToken } = attempt;
  const repeated = event.token !== '' && askAgainToken === event.token;
  const asksAgain = askAgainToken === undefined || repeated;
  const screened = learnScreening(attempt, event, asksAgain ? 'none' : 'silent');
  if (!asksAgain || isOtherCall(attempt, event.sid)) return screened;
  return mergeFacts(screened, { askAgainToken: event.token });
}

/** Precedence when reports differ: declined > accepted > silent > none. */
const screeningRanks: Record<Screening, number> = { none: 0, silent: 1, accepted: 2, declined: 3 };

function learnScreening(
  attempt: Attempt,
  event: { at: number; sid: string; token: string },
  heard: Screening,
): Attempt {
  if (isOtherCall(attempt, event.sid)) return noteStray(attempt, event.sid);
  const answered = learnBusiness(attempt, { sid: event.sid, status: 'in-progress' }, event.at);
  const screening = screeningRanks[heard] > screeningRanks[attempt.screening] ? heard : attempt.screening;
  const mayDial = screening === 'accepted' && !attempt.endAsked && !isDead(answered.business);
  return mergeFacts(answered, {
    screening,
    dialToken: attempt.dialToken ?? (mayDial && heard === 'accepted' ? event.token : undefined),
  });
}

/** A dial that failed without a leg is the carrier's refusal. Any other report is about the visitor's leg. */
function learnDial(attempt: Attempt, event: Extract<AttemptEvent, { kind: 'dial-finished' }>): Attempt {
  if (isOtherCall(attempt, event.sid)) return attempt;
  const { visitor, error } = event;
  const refused = isRefusedDial(visitor);
  const dialFailed = attempt.dialFailed || refused || event.bridged === false;
  const visitorHungUp = attempt.visitorHungUp || event.businessOnLine === true;
  const dialled = mergeFacts(attempt, { dialFailed, visitorHungUp });
  return refused ? learnFault(dialled, 'dial-refused', error) : learnVisitor(dialled, visitor);
}

const visitorRanks: Record<VisitorScreening, number> = { off: 0, none: 1, silent: 2, accepted: 3 };

/** Only 1 connects the visitor. Another key decides nothing while the visitor is asked again. */
function learnVisitorKey(
  attempt: Attempt,
  event: Extract<AttemptEvent, { kind: 'visitor-key-pressed' }>,
): Attempt {
  const { sid, parentSid, digits, isLast } = event;
  if (parentSid !== undefined && isOtherCall(attempt, parentSid)) return attempt;
  const answered = learnVisitor(attempt, { sid, status: 'in-progress' });
  if (attempt.visitorScreening === 'off') return answered;
  const silent = digits === '' || isLast ? 'silent' : 'none';
  const heard = digits === '1' ? 'accepted' : silent;
  const outranks = visitorRanks[heard] > visitorRanks[attempt.visitorScreening];
  return outranks ? mergeFacts(answered, { visitorScreening: heard }) : answered;
}

function learnFailedInstruction(
  attempt: Attempt,
  event: Extract<AttemptEvent, { kind: 'instruction-failed' }>,
): Attempt {
  if (isOtherCall(attempt, event.sid)) return noteStray(attempt, event.sid);
  const answered = learnBusiness(attempt, { sid: event.sid, status: 'in-progress' }, event.at);
  return learnFault(answered, 'instruction-lost', event.error);
}

function learnFetched(attempt: Attempt, event: Extract<AttemptEvent, { kind: 'legs-fetched' }>): Attempt {
  const fetched = learnVisitor(learnBusiness(attempt, event.business, event.at), event.visitor);
  const applies = event.dialError !== undefined && !isOtherCall(attempt, event.business.sid);
  return applies ? learnFault(fetched, 'dial-refused', event.dialError) : fetched;
}

const faultRanks: Record<CallFault, number> = { none: 0, 'instruction-lost': 1, 'dial-refused': 2 };

function learnFault(attempt: Attempt, fault: CallFault, error: CarrierError | undefined): Attempt {
  const worse = faultRanks[fault] > faultRanks[attempt.callFault];
  return mergeFacts(attempt, {
    callFault: worse ? fault : attempt.callFault,
    refusal: attempt.refusal ?? (error && { code: error.code, advice: error.advice }),
  });
}

/**
 * Notes that the longest call is over while the carrier has not said that this one is. A clock that was set forward
 * can do that, so each sign of life starts the last wait again.
 */
function noteOverdue(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): Attempt {
  if (event.at < attempt.intendedAt + rules.longestCallMs) return attempt;
  const { overdueSince } = attempt;
  // After a clock that was set back, the start of the wait would lie ahead.
  if (isCheck(event))
    return mergeFacts(attempt, { overdueSince: Math.min(overdueSince ?? event.at, event.at) });
  if (overdueSince === undefined || !isWebhook(event)) return attempt;
  return mergeFacts(attempt, { overdueSince: event.at });
}

const webhooks: readonly AttemptEventKind[] = [
  'leg-reported',
  'prompt-asked',
  'key-pressed',
  'dial-finished',
  'visitor-key-pressed',
  'instruction-failed',
];

function isWebhook({ kind }: AttemptEvent): boolean {
  return webhooks.includes(kind);
}
