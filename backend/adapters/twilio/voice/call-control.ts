import type { FetchedLegs } from '../../../domain/attempt/event.ts';
import { isDead, type LegReport } from '../../../domain/attempt/leg.ts';
import type { CarrierRefusal } from '../../../ports/carrier/carrier-errors.ts';
import type { FoundCall, VoiceCarrier } from '../../../ports/carrier/voice-carrier.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { TwilioClient } from '../client/client.ts';
import { explainError } from '../client/explain-error.ts';
import { carrierFault, readFailure } from '../client/failure.ts';
import { readLeg } from '../client/leg-report.ts';

type ApiCall = { sid: string; status: string; duration: string; endTime: Date; dateCreated: Date };

/** Creates the operations on existing calls. Each throws `CarrierFault` when the carrier gives no usable response. */
export function createCallControl(options: {
  client: TwilioClient;
  clock: Clock;
}): Pick<VoiceCarrier, 'end' | 'fetch' | 'find'> {
  const { client, clock } = options;
  return {
    end: (sid) => withCarrierFault(() => end(client, sid)),
    fetch: (sid) => withCarrierFault(() => fetchLegs(client, sid)),
    find: (to, from) => withCarrierFault(() => find(client, clock, to, from)),
  };
}

async function withCarrierFault<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw carrierFault(error);
  }
}

/**
 * `completed` ends a call in any state. A queued call becomes `canceled`, and no webhook follows. For a call that has
 * already ended Twilio answers 21220; its state is then fetched.
 * https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
 */
async function end(client: TwilioClient, sid: string): Promise<LegReport> {
  try {
    return toLeg(await client.calls(sid).update({ status: 'completed' }));
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind !== 'rejected' || failure.status !== 400) throw error;
    return toLeg(await client.calls(sid).fetch());
  }
}

async function fetchLegs(client: TwilioClient, sid: string): Promise<FetchedLegs | undefined> {
  const business = await fetchOrUndefined(client, sid);
  if (business === undefined) return undefined;
  const children = await client.calls.page({ parentCallSid: sid, pageSize: 20 });
  const dialled = children.instances.find((child) => child.direction === 'outbound-dial');
  if (dialled !== undefined) {
    return { business: toLeg(business), visitor: { ...toDialledLeg(dialled), to: dialled.to } };
  }
  const dialError = business.status === 'completed' ? await fetchDialError(client, sid) : undefined;
  return { business: toLeg(business), visitor: undefined, dialError };
}

/**
 * Fetches why the carrier made no call inside this one. Its errors of <Dial> begin with 13; those of webhooks do not.
 * The reason is good to have only, so a failed request gives none.
 * https://www.twilio.com/docs/voice/api/call-notification-resource
 */
async function fetchDialError(client: TwilioClient, sid: string): Promise<CarrierRefusal | undefined> {
  try {
    const page = await client.calls(sid).notifications.page({ log: 0, pageSize: 20 });
    const code = page.instances.map(({ errorCode }) => String(errorCode)).find((one) => one.startsWith('13'));
    return code === undefined ? undefined : explainError(code);
  } catch {
    return undefined;
  }
}

async function fetchOrUndefined(client: TwilioClient, sid: string): Promise<ApiCall | undefined> {
  try {
    return await client.calls(sid).fetch();
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind === 'rejected' && failure.status === 404) return undefined;
    throw error;
  }
}

/**
 * One page is enough: the platform places at most one call per second and looks for one that is minutes old. There is
 * no filter by start time, because a queued call has none. A call without a creation date was created just now.
 */
async function find(client: TwilioClient, clock: Clock, to: string, from: string): Promise<FoundCall[]> {
  const page = await client.calls.page({ to, from, pageSize: 50 });
  return page.instances
    .map((call) => ({ ...toLeg(call), createdAt: toTime(call.dateCreated) ?? clock.now() }))
    .sort((left, right) => right.createdAt - left.createdAt);
}

/** The SDK passes on a date that it cannot parse, contrary to its types. */
function toTime(date: unknown): number | undefined {
  const time = date instanceof Date ? date.getTime() : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function toLeg(call: ApiCall): LegReport {
  const leg = readLeg(call.sid, call.status, call.duration);
  if (leg === undefined) throw new Error('The carrier sent a call without a SID or a known status.');
  const endedAt = toTime(call.endTime);
  return endedAt === undefined || !isDead(leg) ? leg : { ...leg, times: { endedAt } };
}

/** A dialled leg is created when it is dialled. Its duration counts from the answer. */
function toDialledLeg(call: ApiCall): LegReport {
  const leg = toLeg(call);
  const dialledAt = toTime(call.dateCreated);
  const endedAt = leg.times?.endedAt;
  const wasAnswered = leg.status === 'completed' && leg.talkSeconds !== undefined && endedAt !== undefined;
  const times = {
    ...(dialledAt === undefined ? {} : { dialledAt }),
    ...(wasAnswered ? { answeredAt: endedAt - (leg.talkSeconds ?? 0) * 1000 } : {}),
    ...leg.times,
  };
  return { ...leg, times };
}
