import type { Leg } from '../../../domain/attempt/leg.ts';
import {
  type Attempt,
  type CallFault,
  type CarrierError,
  phaseOf,
  sidToAsk,
  type VisitorScreening,
} from '../../../domain/attempt/state.ts';
import type { AttemptRow } from '../schema.ts';
import { fromInstant, fromInstantOrNull, toInstant, toInstantOrNull } from './instant.ts';

/** A leg in JSON, which leaves out an unknown SID. */
type LegFacts = Omit<Leg, 'sid'> & { sid?: string };

/** The JSON of the `facts` column: what no query reads. The SID of the business's or the listed leg has its own column. */
type Facts = Pick<Attempt, 'intents' | 'post' | 'screening' | 'dialFailed' | 'endAsked'> & {
  refusal?: CarrierError;
  /** Absent in rows of older versions. */
  callFault?: CallFault;
  visitorScreening?: VisitorScreening;
  visitorHungUp?: boolean;
  business: Omit<Leg, 'sid'>;
  visitor: LegFacts;
  askAgainToken?: string;
  dialToken?: string;
  listed?: { business: Omit<Leg, 'sid'>; visitor: LegFacts };
  strays?: string[];
  overdueSince?: number;
};

export function attemptRow(attempt: Attempt, siteId: string): AttemptRow {
  return {
    request_id: attempt.callbackId,
    number: attempt.number,
    site_id: siteId,
    token: attempt.token,
    line: attempt.line,
    phase: phaseOf(attempt),
    outcome: attempt.outcome ?? null,
    call_sid: sidToAsk(attempt) ?? null,
    confirmed: attempt.business.sid === undefined ? 0 : 1,
    intended_at: toInstant(attempt.intendedAt),
    initiated_at: toInstantOrNull(attempt.initiatedAt),
    leg_dead_at: toInstantOrNull(attempt.legDeadAt),
    closed_at: toInstantOrNull(attempt.closedAt),
    facts: factsOf(attempt),
  };
}

function factsOf(attempt: Attempt): string {
  const { intents, post, screening, dialFailed, callFault, endAsked, refusal } = attempt;
  const { business, visitor, askAgainToken, dialToken } = attempt;
  const { listed, strays, overdueSince, visitorScreening, visitorHungUp } = attempt;
  const { sid: _ownColumn, ...businessFacts } = business;
  return JSON.stringify({
    intents,
    post,
    screening,
    dialFailed,
    visitorScreening,
    visitorHungUp,
    callFault,
    endAsked,
    refusal,
    business: businessFacts,
    visitor,
    askAgainToken,
    dialToken,
    listed: listed && { ...listed, business: { ...listed.business, sid: undefined } },
    strays: strays.length === 0 ? undefined : strays,
    overdueSince,
  });
}

/** Whether the carrier can have made a call that it has not named yet. */
export function mayHaveCall(facts: string): boolean {
  return (JSON.parse(facts) as Facts).post !== 'unprocessed';
}

export function toAttempt(row: Omit<AttemptRow, 'site_id' | 'phase'>): Attempt {
  const facts = JSON.parse(row.facts) as Facts;
  const { listed } = facts;
  const sid = row.call_sid ?? undefined;
  return {
    callbackId: row.request_id,
    number: row.number,
    token: row.token,
    line: row.line,
    intents: facts.intents,
    intendedAt: fromInstant(row.intended_at),
    post: facts.post,
    refusal: facts.refusal,
    business: { ...facts.business, sid: row.confirmed === 1 ? sid : undefined },
    visitor: { ...facts.visitor, sid: facts.visitor.sid },
    listed: listed && {
      business: { ...listed.business, sid },
      visitor: { ...listed.visitor, sid: listed.visitor.sid },
    },
    strays: facts.strays ?? [],
    overdueSince: facts.overdueSince,
    initiatedAt: fromInstantOrNull(row.initiated_at),
    legDeadAt: fromInstantOrNull(row.leg_dead_at),
    screening: facts.screening,
    askAgainToken: facts.askAgainToken,
    dialToken: facts.dialToken,
    dialFailed: facts.dialFailed,
    visitorScreening: facts.visitorScreening ?? 'off',
    visitorHungUp: facts.visitorHungUp ?? false,
    callFault: facts.callFault ?? 'none',
    endAsked: facts.endAsked,
    outcome: row.outcome ?? undefined,
    closedAt: fromInstantOrNull(row.closed_at),
  };
}
