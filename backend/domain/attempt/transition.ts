import type { ArmedEffect, Effect } from '../callback/effect.ts';
import type { CallbackEvent } from '../callback/event.ts';
import type { AttemptEvent } from './event.ts';
import { isDead, type LegReport, mergeLeg } from './leg.ts';
import { type AttemptRules, ringSlack } from './rules.ts';
import { type Attempt, isOpen, phaseOf, type Screening } from './state.ts';
import { verdict } from './verdict.ts';

export type AttemptDecision = {
  attempt: Attempt;
  arm: ArmedEffect[];
  disarm: Effect[];
  /** What the callback is told; at most one thing. */
  tells: CallbackEvent | undefined;
};

/** Decides what one event means for an attempt. Pure; the same facts in any order lead to the same end. */
export function advanceAttempt(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): AttemptDecision {
  const strays = strayCalls(attempt, event);
  if (!isOpen(attempt))
    return {
      attempt: unlessSame(attempt, bindLate(attempt, event)),
      arm: strays,
      disarm: [],
      tells: undefined,
    };
  const learnt = unlessSame(attempt, learn(attempt, event, rules));
  const closed = close(learnt, event, rules);
  if (closed !== undefined) {
    return {
      attempt: closed,
      arm: strays,
      disarm: [{ kind: 'check-attempt', attempt: attempt.number }],
      tells: ending(closed, event.at),
    };
  }
  const steps = learnt === attempt && !answersCheck(event) ? [] : nextSteps(attempt, learnt, event, rules);
  return {
    attempt: learnt,
    arm: [...strays, ...steps],
    disarm: [],
    tells: answering(attempt, learnt, event.at),
  };
}

/** A repeated report is not news: the same object comes back, and nothing has to be saved. */
function unlessSame(before: Attempt, after: Attempt): Attempt {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

/** The timer's question was answered, so the next one must be asked at another time, news or not. */
function answersCheck(event: AttemptEvent): boolean {
  return event.kind === 'legs-fetched' || event.kind === 'call-not-found';
}

/** Adds to the facts what the event says. Never forgets, never contradicts an earlier fact. */
function learn(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): Attempt {
  switch (event.kind) {
    case 'intent-renewed':
      return { ...attempt, post: 'due', intents: attempt.intents + 1, intendedAt: event.at };
    case 'call-placed':
      return learnBusiness({ ...attempt, post: 'answered' }, event.call, event.at);
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
        : { ...attempt, visitor: mergeLeg(attempt.visitor, event.report) };
    case 'prompt-asked':
      return learnScreening(attempt, event, rules.screened ? 'none' : 'accepted');
    case 'key-pressed':
      return learnScreening(attempt, event, screeningOf(event.digits));
    case 'dial-finished':
      return learnDial(attempt, event);
    case 'legs-fetched': {
      const business = learnBusiness(attempt, event.business, event.at);
      return event.visitor === undefined
        ? business
        : { ...business, visitor: mergeLeg(business.visitor, event.visitor) };
    }
    case 'end-asked':
      return { ...attempt, endAsked: true };
    case 'call-not-found':
    case 'check-gave-up':
      return attempt;
  }
}

function learnBusiness(attempt: Attempt, report: LegReport, at: number): Attempt {
  if (isStray(attempt, report.sid)) return attempt;
  const initiated = report.status !== 'queued' && report.status !== 'canceled';
  const business = mergeLeg(attempt.business, report);
  return {
    ...attempt,
    post: 'answered',
    business,
    initiatedAt: attempt.initiatedAt ?? (initiated ? at : undefined),
    legDeadAt: attempt.legDeadAt ?? (isDead(business) ? at : undefined),
  };
}

/** Only 1 accepts. A refusal outlasts everything; nothing pressed says least. */
const screeningRanks: Record<Screening, number> = { none: 0, silent: 1, accepted: 2, declined: 3 };

function screeningOf(digits: string): Screening {
  if (digits === '1') return 'accepted';
  return digits === '' ? 'silent' : 'declined';
}

function learnScreening(
  attempt: Attempt,
  event: { at: number; sid: string; token: string },
  heard: Screening,
): Attempt {
  if (isStray(attempt, event.sid)) return attempt;
  const answered = learnBusiness(attempt, { sid: event.sid, status: 'in-progress' }, event.at);
  const screening = screeningRanks[heard] > screeningRanks[attempt.screening] ? heard : attempt.screening;
  const mayDial = screening === 'accepted' && !attempt.endAsked && !isDead(attempt.business);
  return {
    ...answered,
    screening,
    dialToken: attempt.dialToken ?? (mayDial && heard === 'accepted' ? event.token : undefined),
  };
}

function learnDial(attempt: Attempt, event: Extract<AttemptEvent, { kind: 'dial-finished' }>): Attempt {
  if (isStray(attempt, event.sid)) return attempt;
  return {
    ...attempt,
    dialFailed: attempt.dialFailed || event.bridged === false,
    visitor: event.visitor === undefined ? attempt.visitor : mergeLeg(attempt.visitor, event.visitor),
  };
}

function isStray(attempt: Attempt, sid: string): boolean {
  return attempt.business.sid !== undefined && attempt.business.sid !== sid;
}

/** The business leg's SID that an event speaks of, and whether that call may still be alive. */
function businessCall(event: AttemptEvent): { sid: string; alive: boolean } | undefined {
  switch (event.kind) {
    case 'call-placed':
      return { sid: event.call.sid, alive: !isDead({ ...event.call, talkSeconds: 0 }) };
    case 'legs-fetched':
      return { sid: event.business.sid, alive: !isDead({ ...event.business, talkSeconds: 0 }) };
    case 'leg-reported':
      return event.leg === 'business'
        ? { sid: event.report.sid, alive: !isDead({ ...event.report, talkSeconds: 0 }) }
        : undefined;
    case 'prompt-asked':
    case 'key-pressed':
      return { sid: event.sid, alive: true };
    default:
      return undefined;
  }
}

/** A second call for one attempt, or a live call for one that was given up: it is ended at once. */
function strayCalls(attempt: Attempt, event: AttemptEvent): ArmedEffect[] {
  const call = businessCall(event);
  if (call === undefined || !call.alive) return [];
  const stray = isStray(attempt, call.sid) || (!isOpen(attempt) && !isDead(attempt.business));
  return stray
    ? [{ effect: { kind: 'end-call', attempt: attempt.number, sid: call.sid }, dueAt: event.at }]
    : [];
}

/** A closed attempt still takes note of its call's SID and end, so that the end is asked for only as long as needed. */
function bindLate(attempt: Attempt, event: AttemptEvent): Attempt {
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

function close(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): Attempt | undefined {
  const outcome = closingOutcome(attempt, event, rules);
  if (outcome === undefined) return undefined;
  const known = outcome !== 'unknown-result';
  return {
    ...attempt,
    outcome: attempt.endAsked && known && outcome !== 'talked' ? 'called-off' : outcome,
    closedAt: event.at,
  };
}

function closingOutcome(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): Attempt['outcome'] {
  const gaveUp = event.kind === 'check-gave-up';
  const found = verdict(attempt, rules.minTalkSeconds, gaveUp || nothingMoreToLearn(attempt, event, rules));
  if (found !== undefined) return found;
  if (attempt.endAsked && isDead(attempt.business)) return 'called-off';
  if (attempt.post === 'unprocessed') {
    if (attempt.endAsked) return 'called-off';
    return attempt.intents >= rules.maxIntents ? 'carrier-refused' : undefined;
  }
  if (gaveUp) return 'unknown-result';
  const searched = event.kind === 'call-not-found' && attempt.business.sid === undefined;
  return searched && event.at >= attempt.intendedAt + rules.noSidWindow ? 'unknown-result' : undefined;
}

function nothingMoreToLearn(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): boolean {
  if (event.kind !== 'legs-fetched' || attempt.legDeadAt === undefined) return false;
  const visitorSeemsAlive = attempt.visitor.status !== 'unseen' && !isDead(attempt.visitor);
  return !visitorSeemsAlive || event.at >= attempt.legDeadAt + rules.staleLegPatience;
}

function ending(attempt: Attempt, at: number): CallbackEvent | undefined {
  const { outcome } = attempt;
  return outcome === undefined || outcome === 'called-off'
    ? undefined
    : { kind: 'attempt-ended', at, outcome };
}

function answering(before: Attempt, after: Attempt, at: number): CallbackEvent | undefined {
  const bridged = phaseOf(after) === 'bridged' && phaseOf(before) !== 'bridged';
  return bridged && !after.endAsked ? { kind: 'visitor-answered', at } : undefined;
}

/** What must happen next: renew a turned-away intent, end a call, and always a time to ask the carrier. */
function nextSteps(before: Attempt, after: Attempt, event: AttemptEvent, rules: AttemptRules): ArmedEffect[] {
  const number = after.number;
  const steps: ArmedEffect[] = [
    { effect: { kind: 'check-attempt', attempt: number }, dueAt: nextCheck(after, event.at, rules) },
  ];
  if (event.kind === 'call-unprocessed' && after.post === 'unprocessed') {
    steps.push({ effect: { kind: 'place-call' }, dueAt: event.retryAt });
  }
  const sidLearnt = before.business.sid === undefined && after.business.sid !== undefined;
  const endNow = after.endAsked && (!before.endAsked || sidLearnt);
  if (endNow || queuedTooLong(after, event, rules)) {
    steps.push({ effect: { kind: 'end-call', attempt: number, sid: undefined }, dueAt: event.at });
  }
  return steps;
}

function queuedTooLong(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): boolean {
  const asked = event.kind === 'legs-fetched' && attempt.business.status === 'queued';
  return asked && event.at >= attempt.intendedAt + rules.queuePatience;
}

/** A deadline is a question, not a verdict: when it passes, the carrier is asked how the call stands. */
function nextCheck(attempt: Attempt, at: number, rules: AttemptRules): number {
  if (isDead(attempt.business) || isDead(attempt.visitor)) return at + rules.settle;
  switch (phaseOf(attempt)) {
    case 'intended':
      if (attempt.post === 'due')
        return Math.max(attempt.intendedAt + rules.firstSearch, at + rules.searchInterval);
      return at + rules.searchInterval;
    case 'placed':
    case 'ringing':
      return at + rules.ringSeconds * 1000 + ringSlack;
    case 'answered':
      return at + rules.screeningPatience;
    case 'accepted':
      return at + rules.visitorRingSeconds * 1000 + ringSlack;
    default:
      return at + rules.talkCheckInterval;
  }
}
