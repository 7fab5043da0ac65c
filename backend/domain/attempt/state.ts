import type { AttemptOutcome } from '../outcome.ts';
import { isDead, type Leg, unseenLeg, wasAnswered } from './leg.ts';

/** What is known of the one request that asks the carrier to make the call. */
type PostState =
  /** the intent is committed; whoever committed it, and nobody else, may be sending */
  | 'due'
  /** sent, but no answer was understood: the call may exist */
  | 'unanswered'
  /** certainly not carried out (never sent, or turned away with a 429): the intent may be renewed */
  | 'unprocessed'
  | 'refused'
  | 'answered';

/** What the business did when it was asked to press 1. */
export type Screening = 'none' | 'silent' | 'accepted' | 'declined';

/**
 * One try to reach the business. Everything but `outcome` and `closedAt` is a fact that was learnt; facts only
 * accumulate, so it does not matter in which order or how often they are told.
 */
export type Attempt = {
  callbackId: string;
  /** 1 for the callback's first try. */
  number: number;
  /** Unguessable; stands in the carrier's webhook addresses and finds the attempt when its SID is not known. */
  token: string;
  /** What is dialled: the business's E.164 number or SIP address. It is also the name of the line that is held. */
  line: string;
  intents: number;
  intendedAt: number;
  post: PostState;
  refusal: { code: string; advice: string } | undefined;
  business: Leg;
  visitor: Leg;
  initiatedAt: number | undefined;
  /** When the business's leg was first known to be dead. */
  legDeadAt: number | undefined;
  screening: Screening;
  /** The one webhook request that was given the instruction to dial the visitor. */
  dialToken: string | undefined;
  dialFailed: boolean;
  endAsked: boolean;
  outcome: AttemptOutcome | 'called-off' | undefined;
  closedAt: number | undefined;
};

const attemptPhases = [
  'intended',
  'placed',
  'ringing',
  'answered',
  'accepted',
  'bridged',
  'ended',
  'unknown',
] as const;
export type AttemptPhase = (typeof attemptPhases)[number];

/** The phase is derived from the facts, never stored beside them as a second truth. */
export function phaseOf(attempt: Attempt): AttemptPhase {
  if (attempt.outcome === 'unknown-result') return 'unknown';
  if (attempt.outcome !== undefined) return 'ended';
  if (wasAnswered(attempt.visitor)) return 'bridged';
  if (attempt.screening === 'accepted' || attempt.visitor.status !== 'unseen') return 'accepted';
  if (attempt.screening !== 'none' || wasAnswered(attempt.business)) return 'answered';
  if (attempt.business.status === 'ringing') return 'ringing';
  return attempt.business.sid === undefined ? 'intended' : 'placed';
}

export function isAttemptOpen(attempt: Attempt): boolean {
  return attempt.outcome === undefined;
}

/** The business's line is taken until its leg is known dead, or until the call is given up for unknown. */
export function holdsLine(attempt: Attempt): boolean {
  return isAttemptOpen(attempt) && !isDead(attempt.business);
}

export function beginAttempt(begin: {
  callbackId: string;
  number: number;
  token: string;
  line: string;
  at: number;
}): Attempt {
  return {
    callbackId: begin.callbackId,
    number: begin.number,
    token: begin.token,
    line: begin.line,
    intents: 1,
    intendedAt: begin.at,
    post: 'due',
    refusal: undefined,
    business: unseenLeg,
    visitor: unseenLeg,
    initiatedAt: undefined,
    legDeadAt: undefined,
    screening: 'none',
    dialToken: undefined,
    dialFailed: false,
    endAsked: false,
    outcome: undefined,
    closedAt: undefined,
  };
}
