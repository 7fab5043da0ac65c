import { isDead } from '../domain/attempt/leg.ts';
import { type Attempt, isAttemptOpen } from '../domain/attempt/state.ts';
import { saveAttemptEvent } from '../usecases/commit/save-event.ts';
import type { CheckPorts } from './check-attempt.ts';
import { type ClaimedAs, done, type Performed } from './run/handler.ts';

/** Retry interval while the call to end has no SID yet. */
const sidIntervalMs = 5_000;

/** Ends the attempt's call, or the stray call that the effect names. */
export function createEndCall(ports: CheckPorts) {
  return async (claimed: ClaimedAs<'end-call'>): Promise<Performed> => {
    const find = () => ports.store.loadAttempt(claimed.callbackId, claimed.effect.attempt);
    const attempt = (await find())?.attempt;
    if (attempt === undefined) return done;
    const sid = claimed.effect.sid ?? attempt.business.sid;
    if (sid === undefined) return waitForSid(attempt);
    if (sid === attempt.business.sid && isDead(attempt.business)) return done;
    const report = await ports.voice.end(sid);
    // A leg that is still alive is no news: the next check asks again, and ends the call again.
    if (sid !== attempt.business.sid || !isDead(report)) return done;
    const event = { kind: 'leg-reported', at: ports.clock.now(), leg: 'business', report } as const;
    await saveAttemptEvent(ports, find, event);
    return done;
  };

  function waitForSid(attempt: Attempt): Performed {
    return isAttemptOpen(attempt) ? { result: 'wait', until: ports.clock.now() + sidIntervalMs } : done;
  }
}
