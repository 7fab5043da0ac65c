import { mergeFacts } from '../merge-facts.ts';
import type { AttemptEvent } from './event.ts';
import { type DialReport, isDead, isRefusedDial, type LegReport, mergeLeg } from './leg.ts';
import type { Attempt, CallFault, CarrierError, Screening } from './state.ts';

/**
 * Adds an event's facts to an open attempt. Earlier facts stay. Returns the same object when the event adds nothing.
 */
export function learn(attempt: Attempt, event: AttemptEvent, screened: boolean): Attempt {
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
    case 'instruction-failed':
      return learnFailedInstruction(attempt, event);
    case 'legs-fetched':
      return learnFetched(attempt, event);
    case 'end-asked':
      return mergeFacts(attempt, { endAsked: true });
    case 'call-not-found':
    case 'check-gave-up':
      return attempt;
  }
}

/** Adds only the SID and the end of the business's call to a closed attempt: hanging up stops when it worked. */
export function learnLate(attempt: Attempt, event: AttemptEvent): Attempt {
  if (isDead(attempt.business)) return attempt;
  switch (event.kind) {
    case 'call-placed':
      return learnBusiness(attempt, event.call, event.at);
    case 'legs-fetched':
      return learnBusiness(attempt, event.business, event.at);
    case 'leg-reported':
      return event.leg === 'business' ? learnBusiness(attempt, event.report, event.at) : attempt;
    default:
      return attempt;
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

function learnBusiness(attempt: Attempt, report: LegReport, at: number): Attempt {
  if (isOtherCall(attempt, report.sid)) return attempt;
  const initiated = report.status !== 'queued' && report.status !== 'canceled';
  const business = mergeLeg(attempt.business, report);
  return mergeFacts(attempt, {
    post: 'answered',
    business,
    initiatedAt: attempt.initiatedAt ?? (initiated ? at : undefined),
    legDeadAt: attempt.legDeadAt ?? (isDead(business) ? at : undefined),
  });
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
  if (isOtherCall(attempt, event.sid)) return attempt;
  const answered = learnBusiness(attempt, { sid: event.sid, status: 'in-progress' }, event.at);
  const screening = screeningRanks[heard] > screeningRanks[attempt.screening] ? heard : attempt.screening;
  const mayDial = screening === 'accepted' && !attempt.endAsked && !isDead(attempt.business);
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
  const dialled = mergeFacts(attempt, { dialFailed });
  return refused ? learnFault(dialled, 'dial-refused', error) : learnVisitor(dialled, visitor);
}

function learnFailedInstruction(
  attempt: Attempt,
  event: Extract<AttemptEvent, { kind: 'instruction-failed' }>,
): Attempt {
  if (isOtherCall(attempt, event.sid)) return attempt;
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
