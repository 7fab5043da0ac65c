import type { AttemptEvent } from '../domain/attempt/event.ts';
import { type Attempt, isAttemptOpen } from '../domain/attempt/state.ts';
import type { FoundCall, VoiceCarrier } from '../ports/carrier/voice-carrier.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { logRefusedDial } from '../usecases/carrier/handle-voice-webhook.ts';
import { type DecisionPorts, saveAttemptEvent } from '../usecases/commit/save-event.ts';
import { type ClaimedAs, done, type Performed } from './handler.ts';

export type CheckPorts = DecisionPorts & { clock: Clock; voice: VoiceCarrier; log: Log };

/** Maximum difference between the carrier's clock and the server's. */
const clockSkewMs = 10_000;

/** Fetches the state of an attempt's call from the carrier. The answer becomes an event of the attempt. */
export function createCheckAttempt(ports: CheckPorts) {
  return async (claimed: ClaimedAs<'check-attempt'>): Promise<Performed> => {
    const find = () => ports.store.loadAttempt(claimed.callbackId, claimed.effect.attempt);
    const attempt = (await find())?.attempt;
    if (attempt === undefined || !isAttemptOpen(attempt)) return done;
    const event = await fetchEvent(ports, attempt);
    const saved = await saveAttemptEvent(ports, find, event, { claimed });
    if (event.kind === 'legs-fetched' && event.dialError !== undefined && attempt.refusal === undefined)
      logRefusedDial(ports.log, event.business.sid, event.dialError);
    return saved.ok || saved.reason !== 'conflict' ? done : { result: 'failed', reason: saved.conflict };
  };
}

async function fetchEvent(ports: CheckPorts, attempt: Attempt): Promise<AttemptEvent> {
  const sid = attempt.business.sid ?? (await findSid(ports, attempt));
  const legs = sid === undefined ? undefined : await ports.voice.fetch(sid);
  const at = ports.clock.now();
  return legs === undefined ? { kind: 'call-not-found', at } : { kind: 'legs-fetched', at, ...legs };
}

/**
 * Searches for a call whose POST got no answer. Only a single match counts: the carrier's list lags, so an empty list
 * proves nothing, and two matches are ambiguous. A POST that was certainly not processed made no call.
 */
async function findSid(ports: CheckPorts, attempt: Attempt): Promise<string | undefined> {
  if (attempt.post === 'unprocessed') return undefined;
  const record = await ports.store.load(attempt.callbackId);
  if (record === undefined) return undefined;
  const { site, rules } = ports.sites.get(record.callback.siteId);
  const earliest = attempt.intendedAt - clockSkewMs;
  const latest = attempt.intendedAt + rules.attempt.firstSearchMs + clockSkewMs;
  const recent = (await ports.voice.find(attempt.line, site.callerNumber)).filter(
    ({ createdAt }: FoundCall) => createdAt >= earliest && createdAt <= latest,
  );
  const sids = recent.map((call) => call.sid);
  const taken = await ports.store.sidsBoundElsewhere(sids, attempt.callbackId, attempt.number);
  const free = sids.filter((sid) => !taken.includes(sid));
  return free.length === 1 ? free[0] : undefined;
}
