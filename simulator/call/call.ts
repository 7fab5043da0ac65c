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

/** The state of a call that the REST API shows. Times are epoch milliseconds. */
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
  /** Earlier states, oldest first. A GET that lags behind shows one of them. */
  readonly past: CallFacts[];
  statusCallback?: StatusCallback | undefined;
  /** SequenceNumber of the next status callback. */
  sequence: number;
  sipCode?: number | undefined;
  bridgedAt?: number | undefined;
  /** Texts that the phone heard, in order. */
  readonly heard: string[];
  /** Keys that the phone pressed, in order. */
  pressed: string;
};

export function isOver({ status }: CallFacts): boolean {
  return ['completed', 'busy', 'no-answer', 'failed', 'canceled'].includes(status);
}

/** Returns the number of the phone. The other end is one of the account's numbers. */
export function phoneNumberOf({ direction, from, to }: Pick<Call, 'direction' | 'from' | 'to'>): string {
  return direction === 'inbound' ? from : to;
}

/** Returns the whole seconds between answer and end; 0 for an unanswered call. */
export function durationSeconds({ answeredAt, endedAt }: CallFacts): number {
  return answeredAt === undefined || endedAt === undefined ? 0 : Math.round((endedAt - answeredAt) / 1000);
}

/** Replaces some facts and keeps the state before. */
export function changeFacts(call: Call, at: number, changes: Partial<CallFacts>): void {
  call.past.push(call.facts);
  call.facts = { ...call.facts, ...changes, updatedAt: at };
}

/** Returns the state of a call at a moment; its first state when the call is younger. */
export function factsAt(call: Call, at: number): CallFacts {
  return [...call.past, call.facts].findLast((facts) => facts.updatedAt <= at) ?? call.past[0] ?? call.facts;
}
