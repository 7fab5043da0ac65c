import { rfc2822Date } from '../twilio-format.ts';
import { type Call, type CallEvent, durationSeconds, isOver } from './call.ts';
import type { Carrier } from './carrier.ts';

/** Returns the key under which webhooks keep their order: a call and its <Dial> legs share one. */
export function familyOf(call: Call): string {
  return call.parentSid ?? call.sid;
}

/** Sends the status callback of an event if the call subscribed to that event. */
export function sendStatusCallback(
  { accountSid, clock, webhooks }: Pick<Carrier, 'accountSid' | 'clock' | 'webhooks'>,
  call: Call,
  event: CallEvent,
): void {
  const subscription = call.statusCallback;
  if (!subscription?.events.has(event)) return;
  const at = rfc2822Date(clock.now());
  const params = { ...callParams(call, accountSid), ...statusParams(call, at) };
  call.sequence += 1;
  const { url, method } = subscription;
  void webhooks.send({ kind: 'status', url, method, params, sid: call.sid, family: familyOf(call) });
}

const places = ['City', 'State', 'Zip'] as const;

function country(number: string): string {
  return number.startsWith('+1') ? 'US' : '';
}

function geography(party: string, number: string): Record<string, string> {
  return {
    ...Object.fromEntries(places.map((place) => [`${party}${place}`, ''])),
    [`${party}Country`]: country(number),
  };
}

/**
 * Returns the fields that every voice webhook carries.
 * https://www.twilio.com/docs/voice/twiml#request-parameters
 */
export function callParams(call: Call, accountSid: string): Record<string, string> {
  return {
    CallSid: call.sid,
    AccountSid: accountSid,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    CallStatus: call.facts.status,
    ApiVersion: '2010-04-01',
    Direction: call.direction,
    ...(call.parentSid === undefined ? {} : { ParentCallSid: call.parentSid }),
    ...(call.facts.answeredBy === undefined ? {} : { AnsweredBy: call.facts.answeredBy }),
    ...geography('From', call.from),
    ...geography('Caller', call.from),
    ...geography('To', call.to),
    ...geography('Called', call.to),
  };
}

function endParams(call: Call): Record<string, string> {
  const seconds = durationSeconds(call.facts);
  return {
    CallDuration: String(seconds),
    Duration: String(Math.ceil(seconds / 60)),
    ...(call.sipCode === undefined ? {} : { SipResponseCode: String(call.sipCode) }),
  };
}

/**
 * Returns the fields that a status callback adds. SequenceNumber counts the callbacks of one call from 0.
 * https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 */
function statusParams(call: Call, at: string): Record<string, string> {
  return {
    Timestamp: at,
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(call.sequence),
    StirStatus: 'B',
    ...(isOver(call.facts) ? endParams(call) : {}),
  };
}
