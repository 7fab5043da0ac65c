import type { AttemptEvent } from '../domain/attempt/event.ts';
import type { Attempt } from '../domain/attempt/state.ts';
import type { PlaceResult, VoiceCarrier } from '../ports/carrier/voice-carrier.ts';
import type { Log } from '../ports/log.ts';
import { type BeginPorts, type Begun, beginOrRenewAttempt } from '../usecases/begin-attempt.ts';
import { saveAttemptEvent } from '../usecases/save-decision.ts';
import { backoff } from './backoff.ts';
import { type ClaimedAs, done, type Performed } from './handler.ts';

/** An intent that is older than this is not acted on: somebody may already be looking for its call. */
const freshness = 3_000;

/** While every line is taken; a line that gets free wakes the next request anyway. */
const lineInterval = 15_000;

/**
 * Calls the business. The intent is committed first and removes this effect's row with it; only then, only here and
 * only while the intent is fresh, the POST is sent. Nobody who takes over can send it again, for there is no row.
 */
export function createPlaceCall(ports: { begin: BeginPorts; voice: VoiceCarrier; log: Log }) {
  const { clock, store } = ports.begin;

  return async (claimed: ClaimedAs<'place-call'>): Promise<Performed> => {
    const statedAt = clock.monotonic();
    const begun = await beginOrRenewAttempt(ports.begin, claimed);
    if (!begun.ok) {
      return begun.reason === 'line-busy' ? { result: 'wait', until: clock.now() + lineInterval } : done;
    }
    const fresh = clock.monotonic() - statedAt < freshness;
    const placed: PlaceResult = fresh ? await post(begun) : { result: 'throttled' };
    const { attempt } = begun;
    const find = () => store.loadAttempt(attempt.callbackId, attempt.number);
    await saveAttemptEvent(ports.begin, find, learnt(placed, attempt));
    return done;
  };

  async function post({ attempt, callback }: Extract<Begun, { ok: true }>): Promise<PlaceResult> {
    const { site, rules } = ports.begin.sites.get(callback.siteId);
    return ports.voice.place({
      to: attempt.line,
      from: site.callerNumber,
      ringSeconds: rules.attempt.ringSeconds,
      maxCallSeconds: site.maxCallSeconds,
      token: attempt.token,
      reason: callback.reference,
    });
  }

  function learnt(placed: PlaceResult, attempt: Attempt): AttemptEvent {
    const at = clock.now();
    switch (placed.result) {
      case 'placed':
        return { kind: 'call-placed', at, call: placed.call };
      case 'refused':
        ports.log.error('the carrier refused a call', {
          class: placed.refusal.class,
          carrier_error: placed.refusal.code,
          fix: placed.refusal.advice,
        });
        return { kind: 'call-refused', at, code: placed.refusal.code, advice: placed.refusal.advice };
      case 'throttled':
        return {
          kind: 'call-unprocessed',
          at,
          retryAt: at + backoff(attempt.intents, ports.begin.secrets.jitter()),
        };
      case 'unknown':
        ports.log.warn('the carrier did not say whether it made a call', { cause: placed.cause });
        return { kind: 'call-unanswered', at };
    }
  }
}
