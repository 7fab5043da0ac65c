import { rfc2822Date } from '../rfc2822-date.ts';
import type { Call, CallEvent } from './call.ts';
import { callParams, statusParams } from './call-params.ts';
import type { Carrier } from './carrier.ts';

/** Webhooks of a call and of its <Dial> legs keep their order among themselves. */
export function familyOf(call: Call): string {
  return call.parentSid ?? call.sid;
}

/** Sends the status callback of an event, when the call asked for that event. */
export function announce(
  { accountSid, clock, webhooks }: Pick<Carrier, 'accountSid' | 'clock' | 'webhooks'>,
  call: Call,
  event: CallEvent,
): void {
  const wanted = call.statusCallback;
  if (!wanted?.events.has(event)) return;
  const at = rfc2822Date(clock.now()) ?? '';
  const params = { ...callParams(call, accountSid), ...statusParams(call, at) };
  call.sequence += 1;
  const { url, method } = wanted;
  void webhooks.send({ kind: 'status', url, method, params, sid: call.sid, family: familyOf(call) });
}
