import { type Call, type CallFacts, durationSeconds } from '../call/call.ts';
import { formattedNumber } from '../phone/phone-number.ts';
import { rfc2822Date, rfc2822DateOrNull } from '../twilio-format.ts';

const subresources = ['Notifications', 'Recordings', 'Streams', 'Payments', 'Events'];

function restStatus({ status }: CallFacts) {
  return status === 'initiated' ? 'queued' : status;
}

/** Returns a call as JSON of the 2010 API: https://www.twilio.com/docs/voice/api/call-resource#call-properties */
export function callView(call: Call, facts: CallFacts, accountSid: string) {
  const path = `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}`;
  return {
    sid: call.sid,
    date_created: rfc2822Date(call.createdAt),
    date_updated: rfc2822Date(facts.updatedAt),
    parent_call_sid: call.parentSid ?? null,
    account_sid: accountSid,
    to: call.to,
    to_formatted: formattedNumber(call.to),
    from: call.from,
    from_formatted: formattedNumber(call.from),
    phone_number_sid: null,
    status: restStatus(facts),
    start_time: rfc2822DateOrNull(facts.startedAt),
    end_time: rfc2822DateOrNull(facts.endedAt),
    duration:
      facts.endedAt === undefined || facts.answeredAt === undefined ? null : String(durationSeconds(facts)),
    price: null,
    price_unit: 'USD',
    direction: call.direction,
    answered_by: facts.answeredBy ?? null,
    annotation: null,
    api_version: '2010-04-01',
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: String(call.queueTimeMs),
    trunk_sid: null,
    uri: `${path}.json`,
    subresource_uris: Object.fromEntries(
      subresources.map((name) => [name.toLowerCase(), `${path}/${name}.json`]),
    ),
  };
}

/** Whether a call matches the Status filter of a list. */
export function matchesStatus(facts: CallFacts, status: string | undefined): boolean {
  return status === undefined || restStatus(facts) === status;
}
