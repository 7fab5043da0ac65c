import { type Call, durationSeconds } from '../call/call.ts';
import type { Message } from '../message/message.ts';

/** A call in the control API. Times are ISO 8601. */
export type CallReport = {
  sid: string;
  parentSid?: string | undefined;
  /** SIDs of the <Dial> legs of this call. */
  legs: string[];
  direction: Call['direction'];
  from: string;
  to: string;
  status: Call['facts']['status'];
  answeredBy?: string | undefined;
  sipCode?: number | undefined;
  createdAt: string;
  answeredAt?: string | undefined;
  bridgedAt?: string | undefined;
  endedAt?: string | undefined;
  durationSeconds: number;
  heard: string[];
  pressed: string;
};

/** A message in the control API. Times are ISO 8601. */
export type MessageReport = Pick<
  Message,
  'sid' | 'direction' | 'from' | 'to' | 'body' | 'status' | 'errorCode'
> & { createdAt: string; sentAt: string | undefined };

function iso(at: number | undefined) {
  return at === undefined ? undefined : new Date(at).toISOString();
}

/** @param all the calls among which to find the legs of this one */
export function callReport(call: Call, all: Call[]): CallReport {
  return {
    sid: call.sid,
    parentSid: call.parentSid,
    legs: all.filter(({ parentSid }) => parentSid === call.sid).map(({ sid }) => sid),
    direction: call.direction,
    from: call.from,
    to: call.to,
    status: call.facts.status,
    answeredBy: call.facts.answeredBy,
    sipCode: call.sipCode,
    createdAt: new Date(call.createdAt).toISOString(),
    answeredAt: iso(call.facts.answeredAt),
    bridgedAt: iso(call.bridgedAt),
    endedAt: iso(call.facts.endedAt),
    durationSeconds: durationSeconds(call.facts),
    heard: [...call.heard],
    pressed: call.pressed,
  };
}

export function messageReport(message: Message): MessageReport {
  const { sid, direction, from, to, body, status, errorCode } = message;
  const createdAt = new Date(message.createdAt).toISOString();
  return { sid, direction, from, to, body, status, errorCode, createdAt, sentAt: iso(message.sentAt) };
}
