import type { CallbackEvent } from '../domain/callback/event.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClaimedEffect } from '../ports/store/effect-queue.ts';
import { type DecisionPorts, saveCallbackEvent } from '../usecases/save-decision.ts';
import { done, type Performed } from './handler.ts';

type TimerEvent = Extract<
  CallbackEvent,
  { kind: 'request-expired' | 'wait-exceeded' | 'last-resort-reached' }
>;

/** A timer does nothing but tell the callback that its time has come. */
export function createTimer(ports: DecisionPorts & { clock: Clock }, kind: TimerEvent['kind']) {
  return async (claimed: ClaimedEffect): Promise<Performed> => {
    const event = { kind, at: ports.clock.now() };
    await saveCallbackEvent(ports, claimed.callbackId, event, { settles: claimed });
    return done;
  };
}
