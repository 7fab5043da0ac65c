import { type Call, durationSeconds, isOver } from './call.ts';

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
 * The fields every voice request carries.
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
    ...(call.parentSid === null ? {} : { ParentCallSid: call.parentSid }),
    ...(call.facts.answeredBy === null ? {} : { AnsweredBy: call.facts.answeredBy }),
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
    ...(call.sipCode === null ? {} : { SipResponseCode: String(call.sipCode) }),
  };
}

/**
 * What a status callback adds. The sequence number counts the callbacks of this call, from 0.
 * https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 */
export function statusParams(call: Call, at: string): Record<string, string> {
  return {
    Timestamp: at,
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(call.sequence),
    StirStatus: 'B',
    ...(isOver(call.facts) ? endParams(call) : {}),
  };
}
