import type { HttpMethod } from '../webhook/webhook.ts';

/** `initiated` exists in callbacks only; the REST API shows it as `queued`. */
export type CallStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'canceled';

export type EndStatus = Extract<CallStatus, 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'>;
export type Direction = 'outbound-api' | 'outbound-dial' | 'inbound';
export const callEvents = ['initiated', 'ringing', 'answered', 'completed'] as const;
export type CallEvent = (typeof callEvents)[number];

export type StatusCallback = { url: string; method: HttpMethod; events: ReadonlySet<CallEvent> };

/** What the REST API can show of a call at one moment. Times are epoch ms. */
export type CallFacts = {
  status: CallStatus;
  updatedAt: number;
  startedAt?: number | undefined;
  answeredAt?: number | undefined;
  endedAt?: number | undefined;
  answeredBy?: string | undefined;
};

export type Call = {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly direction: Direction;
  readonly parentSid?: string | undefined;
  readonly createdAt: number;
  readonly queueTimeMs: number;
  facts: CallFacts;
  /** Every earlier state, oldest first, for a GET that lags behind. */
  readonly past: CallFacts[];
  statusCallback?: StatusCallback | undefined;
  /** The number the next status callback carries. */
  sequence: number;
  sipCode?: number | undefined;
  bridgedAt?: number | undefined;
  /** Spoken to and pressed on this leg's phone, in order. */
  readonly heard: string[];
  pressed: string;
};

export function isOver({ status }: CallFacts): boolean {
  return ['completed', 'busy', 'no-answer', 'failed', 'canceled'].includes(status);
}

/** The phone of a call; the other end is one of the account's numbers. */
export function farEnd({ direction, from, to }: Pick<Call, 'direction' | 'from' | 'to'>): string {
  return direction === 'inbound' ? from : to;
}

/** Whole seconds on the line; 0 for a call that nobody answered. */
export function durationSeconds({ answeredAt, endedAt }: CallFacts): number {
  return answeredAt === undefined || endedAt === undefined ? 0 : Math.round((endedAt - answeredAt) / 1000);
}

/** Replaces some facts and remembers the state before. */
export function change(call: Call, at: number, changes: Partial<CallFacts>): void {
  call.past.push(call.facts);
  call.facts = { ...call.facts, ...changes, updatedAt: at };
}

/** The call as it was at a moment; its first state when it is younger than that. */
export function factsAt(call: Call, at: number): CallFacts {
  return [...call.past, call.facts].findLast((facts) => facts.updatedAt <= at) ?? call.past[0] ?? call.facts;
}
