import type { LegReport } from '../../../domain/attempt/leg.ts';
import type { FoundCall, VoiceCarrier } from '../../../ports/carrier/voice-carrier.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { TwilioClient } from '../client/client.ts';
import { carrierFault, readFailure } from '../client/failure.ts';
import { readLeg } from '../client/leg-report.ts';

type ApiCall = { sid: string; status: string; duration: string };

/** What is done to and asked about calls that exist. Each throws `CarrierFault` when the carrier cannot be asked. */
export function createCallControl(options: {
  client: TwilioClient;
  clock: Clock;
}): Pick<VoiceCarrier, 'end' | 'fetch' | 'find'> {
  const { client, clock } = options;
  return {
    end: (sid) => faulting(() => end(client, sid)),
    fetch: (sid) => faulting(() => fetchLegs(client, sid)),
    find: (to, from) => faulting(() => find(client, clock, to, from)),
  };
}

async function faulting<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw carrierFault(error);
  }
}

/**
 * `completed` ends a call in any state, one that still waits in the queue included (it then stands as `canceled`,
 * and no webhook follows). A call that had already ended is turned away with 21220; how it stands is then fetched.
 * https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
 */
async function end(client: TwilioClient, sid: string): Promise<LegReport> {
  try {
    return legOf(await client.calls(sid).update({ status: 'completed' }));
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind !== 'turned-away' || failure.status !== 400) throw error;
    return legOf(await client.calls(sid).fetch());
  }
}

async function fetchLegs(
  client: TwilioClient,
  sid: string,
): Promise<{ business: LegReport; visitor: LegReport | undefined } | undefined> {
  const business = await fetchOrUndefined(client, sid);
  if (business === undefined) return undefined;
  const children = await client.calls.page({ parentCallSid: sid, pageSize: 20 });
  const dialled = children.instances.find((child) => child.direction === 'outbound-dial');
  return { business: legOf(business), visitor: dialled === undefined ? undefined : legOf(dialled) };
}

async function fetchOrUndefined(client: TwilioClient, sid: string): Promise<ApiCall | undefined> {
  try {
    return await client.calls(sid).fetch();
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind === 'turned-away' && failure.status === 404) return undefined;
    throw error;
  }
}

/**
 * One page is enough: at most one call per second can be made, and what is looked for is minutes old. The list is
 * not narrowed by start time, because a call in the queue has none. One without a creation date was made just now.
 */
async function find(client: TwilioClient, clock: Clock, to: string, from: string): Promise<FoundCall[]> {
  const page = await client.calls.page({ to, from, pageSize: 50 });
  return page.instances
    .map((call) => ({ ...legOf(call), createdAt: timeOf(call.dateCreated) ?? clock.now() }))
    .sort((left, right) => right.createdAt - left.createdAt);
}

/** The SDK passes on what it cannot read as a date, whatever its type says. */
function timeOf(date: unknown): number | undefined {
  return date instanceof Date ? date.getTime() : undefined;
}

function legOf(call: ApiCall): LegReport {
  const leg = readLeg(call.sid, call.status, call.duration);
  if (leg === undefined) throw new Error('The carrier described a call in a way that is not understood.');
  return leg;
}
