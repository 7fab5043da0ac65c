import type { AttemptOutcome } from '../outcome.ts';
import { isDead, type Leg, unseenLeg, wasAnswered } from './leg.ts';

/** What is known about the POST that asks the carrier to make the call. */
type PostState =
  /** The intent is committed. Only the process that committed it sends the POST. */
  | 'due'
  /** Sent without a usable answer: the call can exist. */
  | 'unanswered'
  /** Certainly not carried out (never sent, or refused with a 429): the intent can be renewed. */
  | 'unprocessed'
  | 'refused'
  | 'answered';

/** What the business did when asked to press 1. */
export type Screening = 'none' | 'silent' | 'accepted' | 'declined';

/**
 * What the visitor did when asked to press 1. `off`: nothing is asked. Set when the attempt begins, so that a setting
 * that changes does not change a call.
 */
export type VisitorScreening = 'off' | 'none' | 'silent' | 'accepted';

/** An error that the carrier names. `advice` tells the operator what to do. */
export type CarrierError = { code: string; advice: string };

/** Why an answered call could not go on. `dial-refused`: the carrier made no call to the visitor. */
export type CallFault = 'none' | 'instruction-lost' | 'dial-refused';

/**
 * A call from the carrier's list that can be the attempt's. Another program can call the same number. The SID stays a
 * guess until a webhook with the attempt's token names it.
 */
type ListedCall = { business: Leg; visitor: Leg };

/**
 * One attempt to reach the business. All fields but `listed`, `outcome` and `closedAt` are facts. Facts only accumulate,
 * so events can arrive repeated and in any order.
 */
export type Attempt = {
  callbackId: string;
  /** 1 for the callback's first attempt. */
  number: number;
  /** Unguessable; part of the carrier's webhook addresses, and finds the attempt before its SID is known. */
  token: string;
  /** The business's E.164 number or SIP address: it is dialled, and it names the line that the attempt holds. */
  line: string;
  intents: number;
  intendedAt: number;
  post: PostState;
  /** Why the carrier refused the POST, the dial or an instruction. */
  refusal: CarrierError | undefined;
  /** Its SID comes from the POST's answer or from a webhook with the token, never from a list. */
  business: Leg;
  visitor: Leg;
  /** Only while the business's leg has no SID. */
  listed: ListedCall | undefined;
  /** Sorted SIDs of further calls whose webhooks name this attempt. */
  strays: readonly string[];
  initiatedAt: number | undefined;
  /** When the end of the business's leg was first reported. */
  legDeadAt: number | undefined;
  screening: Screening;
  /** Token of the one webhook request that was told to ask again, after a key that was not offered. */
  askAgainToken: string | undefined;
  /** Token of the one webhook request that was told to dial the visitor. */
  dialToken: string | undefined;
  dialFailed: boolean;
  visitorScreening: VisitorScreening;
  /** Whether the visitor's leg ended while the business was still on the line. */
  visitorHungUp: boolean;
  callFault: CallFault;
  endAsked: boolean;
  /** When the call was first asked about after its maximum duration, or a later sign of life. */
  overdueSince: number | undefined;
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

/** Derives the phase from the facts. */
export function phaseOf(attempt: Attempt): AttemptPhase {
  if (attempt.outcome === 'unknown-result') return 'unknown';
  if (attempt.outcome !== undefined) return 'ended';
  if (wasAnswered(attempt.visitor) && !awaitsVisitorKey(attempt)) return 'bridged';
  if (attempt.screening === 'accepted' || attempt.visitor.status !== 'unseen') return 'accepted';
  if (attempt.screening !== 'none' || wasAnswered(attempt.business)) return 'answered';
  if (attempt.business.status === 'ringing') return 'ringing';
  return attempt.business.sid === undefined ? 'intended' : 'placed';
}

/** Whether the visitor was asked to press 1 and has not pressed it: both are not connected. */
export function awaitsVisitorKey({ visitorScreening }: Attempt): boolean {
  return visitorScreening === 'none' || visitorScreening === 'silent';
}

/** The SID to ask the carrier about: known, or else only guessed. */
export function sidToAsk({ business, listed }: Attempt): string | undefined {
  return business.sid ?? listed?.business.sid;
}

export function isAttemptOpen(attempt: Attempt): boolean {
  return attempt.outcome === undefined;
}

/** An attempt holds the business's line until the business's leg is dead, or its result is unknown. */
export function holdsLine(attempt: Attempt): boolean {
  return isAttemptOpen(attempt) && !isDead(attempt.business);
}

export function beginAttempt(begin: {
  callbackId: string;
  number: number;
  token: string;
  line: string;
  at: number;
  visitorScreened?: boolean;
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
    listed: undefined,
    strays: [],
    initiatedAt: undefined,
    legDeadAt: undefined,
    screening: 'none',
    askAgainToken: undefined,
    dialToken: undefined,
    dialFailed: false,
    visitorScreening: begin.visitorScreened === true ? 'none' : 'off',
    visitorHungUp: false,
    callFault: 'none',
    endAsked: false,
    overdueSince: undefined,
    outcome: undefined,
    closedAt: undefined,
  };
}
