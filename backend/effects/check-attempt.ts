import { mayGiveUpCheck } from '../domain/attempt/closing.ts';
import type { AttemptEvent, FetchedLegs } from '../domain/attempt/event.ts';
import type { LegReport } from '../domain/attempt/leg.ts';
import { type Attempt, isAttemptOpen } from '../domain/attempt/state.ts';
import type { Callback } from '../domain/callback/state.ts';
import { isCarrierFault } from '../ports/carrier/carrier-errors.ts';
import type { FoundCall, VoiceCarrier } from '../ports/carrier/voice-carrier.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { logRefusedDial } from '../usecases/carrier/handle-voice-webhook.ts';
import { type DecisionPorts, saveAttemptEvent } from '../usecases/commit/save-event.ts';
import { type ClaimedAs, done, type Performed } from './run/handler.ts';

export type CheckPorts = DecisionPorts & { clock: Clock; voice: VoiceCarrier; log: Log };

type Checked = { callback: Callback; attempt: Attempt };

/** Maximum difference between the carrier's clock and the server's. */
const clockSkewMs = 10_000;

/** Fetches the state of an attempt's call from the carrier. The answer becomes an event of the attempt. */
export function createCheckAttempt(ports: CheckPorts) {
  return async (claimed: ClaimedAs<'check-attempt'>): Promise<Performed> => {
    const find = () => ports.store.loadAttempt(claimed.callbackId, claimed.effect.attempt);
    const record = await find();
    const attempt = record?.attempt;
    if (record === undefined || attempt === undefined || !isAttemptOpen(attempt)) return done;
    const event = await fetchEvent(ports, { callback: record.callback, attempt });
    const saved = await saveAttemptEvent(ports, find, event, { claimed });
    if (event.kind === 'legs-fetched' && event.dialError !== undefined && attempt.refusal === undefined)
      logRefusedDial(ports.log, event.business.sid, event.dialError);
    return saved.ok || saved.reason !== 'conflict' ? done : { result: 'failed', reason: saved.conflict };
  };
}

/**
 * A carrier that cannot be asked says nothing about the call: the fault is thrown, so that the runner asks again,
 * slower each time. Only when the call should long be over, the attempt decides on the silence.
 */
async function fetchEvent(ports: CheckPorts, checked: Checked): Promise<AttemptEvent> {
  try {
    return await askCarrier(ports, checked);
  } catch (fault) {
    const at = ports.clock.now();
    const { rules } = ports.sites.get(checked.callback.siteId);
    if (!isCarrierFault(fault) || !mayGiveUpCheck(checked.attempt, at, rules.attempt)) throw fault;
    return { kind: 'check-gave-up', at };
  }
}

async function askCarrier(ports: CheckPorts, checked: Checked): Promise<AttemptEvent> {
  const known = checked.attempt.business.sid;
  const sid = known ?? (await findSid(ports, checked));
  const legs = sid === undefined ? undefined : await ports.voice.fetch(sid);
  const at = ports.clock.now();
  if (legs === undefined) return { kind: 'call-not-found', at, sid };
  if (known !== undefined) return { kind: 'legs-fetched', at, ...legs };
  return { kind: 'call-listed', at, business: legs.business, visitor: ownLeg(legs, checked.callback) };
}

/** In a call that is only guessed, a leg to another number says nothing about this visitor. */
function ownLeg({ visitor }: FetchedLegs, callback: Callback): LegReport | undefined {
  return visitor?.to === callback.visitor.phone ? visitor : undefined;
}

/**
 * Searches for a call whose POST got no answer. Only a single match counts: the carrier's list lags, so an empty list
 * proves nothing, and two matches are ambiguous. A POST that was certainly not processed made no call.
 */
async function findSid(ports: CheckPorts, { callback, attempt }: Checked): Promise<string | undefined> {
  if (attempt.post === 'unprocessed') return undefined;
  const listed = attempt.listed?.business.sid;
  if (listed !== undefined && (await withoutTaken(ports, [listed], attempt)).length === 1) return listed;
  const { site, rules } = ports.sites.get(callback.siteId);
  const since = attempt.intendedAt - rules.attempt.longestCallMs;
  if (await hasRival(ports, attempt, { from: site.callerNumber, since })) return undefined;
  const earliest = attempt.intendedAt - clockSkewMs;
  const latest = attempt.intendedAt + rules.attempt.firstSearchMs + clockSkewMs;
  const recent = (await ports.voice.find(attempt.line, site.callerNumber)).filter(
    ({ createdAt }: FoundCall) => createdAt >= earliest && createdAt <= latest,
  );
  const free = await withoutTaken(
    ports,
    recent.map((call) => call.sid),
    attempt,
  );
  return free.length === 1 ? free[0] : undefined;
}

async function withoutTaken(
  { store }: CheckPorts,
  sids: readonly string[],
  { callbackId, number }: Attempt,
): Promise<string[]> {
  const taken = await store.sidsBoundElsewhere(sids, callbackId, number);
  return sids.filter((sid) => !taken.includes(sid));
}

/**
 * Another attempt between the same two numbers misses its call too, so a listed call can be either one's. The carrier
 * can even make the call of an attempt that was given up some minutes ago.
 */
async function hasRival(
  { store, sites }: CheckPorts,
  attempt: Attempt,
  { from, since }: { from: string; since: number },
): Promise<boolean> {
  const siteIds = await store.unconfirmedElsewhere(attempt, since);
  return siteIds.some((siteId) => sites.get(siteId).site.callerNumber === from);
}
