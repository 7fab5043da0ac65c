import type { CallbackEvent } from '../domain/callback/event.ts';
import { isUndialled } from '../domain/dialling/decide-dial.ts';
import type { VoiceCarrier } from '../ports/carrier/voice-carrier.ts';
import type { Clock, SteadyClock } from '../ports/clock.ts';
import type { CallbackRecord } from '../ports/store/callback-store.ts';
import type { ClaimedEffect } from '../ports/store/effect-queue.ts';
import { type DecisionPorts, saveAttemptEvent, saveCallbackEvent } from '../usecases/commit/save-event.ts';
import { createCheckAttempt } from './check-attempt.ts';
import { createEndCall } from './end-call.ts';
import { createCallCode } from './messages/call-code.ts';
import { createCheckNotice } from './messages/check-notice.ts';
import { createNotifyBusiness, type NotifyPorts } from './messages/notify-business.ts';
import { createNudge, createSendNudge } from './messages/nudge.ts';
import { createSendCode, type SendCodePorts } from './messages/send-code.ts';
import { createTextVisitor, type TextVisitorPorts } from './messages/text-visitor.ts';
import { createWarnOwner } from './messages/warn-owner.ts';
import { createPlaceCall } from './place-call.ts';
import { done, type Handlers, type Performed } from './run/handler.ts';
import { createRunner, type Runner } from './run/runner.ts';

export type EnginePorts = NotifyPorts &
  SendCodePorts &
  TextVisitorPorts & { voice: VoiceCarrier; clock: SteadyClock };

/** Returns the handler of each kind of effect. */
export function createHandlers(ports: EnginePorts): Handlers {
  return {
    'send-code': createSendCode(ports),
    'call-code': createCallCode(ports),
    'place-call': createPlaceCall({ begin: ports, voice: ports.voice, log: ports.log }),
    'check-attempt': createCheckAttempt(ports),
    'end-call': createEndCall(ports),
    'notify-business': createNotifyBusiness(ports),
    'check-notice': createCheckNotice(ports),
    'warn-owner': createWarnOwner(ports),
    nudge: createNudge(ports),
    'send-nudge': createSendNudge(ports),
    'text-visitor': createTextVisitor(ports),
    'expire-request': createTimer(ports, () => 'request-expired'),
    'give-up-waiting': createTimer(ports, () => 'wait-exceeded'),
    'last-resort': createTimer(ports, ({ attempt }) =>
      // The call certainly was not made, so its result is known.
      attempt !== undefined && isUndialled(attempt) ? 'call-expired' : 'last-resort-reached',
    ),
  };
}

/** Creates the runner with its handlers. `owner` names this process. */
export function createEngine(ports: EnginePorts, owner: string): Runner {
  const handlers = createHandlers(ports);
  return createRunner(ports, { handlers, onGiveUp: (claimed) => saveEffectFailure(ports, claimed), owner });
}

type TimerEvent = Extract<
  CallbackEvent,
  { kind: 'request-expired' | 'wait-exceeded' | 'call-expired' | 'last-resort-reached' }
>;

/** A timer only saves its event for the callback. */
function createTimer(
  ports: DecisionPorts & { clock: Clock },
  kindOf: (record: CallbackRecord) => TimerEvent['kind'],
) {
  return async (claimed: ClaimedEffect): Promise<Performed> => {
    const at = ports.clock.now();
    const eventOf = (record: CallbackRecord) => ({ kind: kindOf(record), at });
    await saveCallbackEvent(ports, claimed.callbackId, eventOf, { claimed });
    return done;
  };
}

/** Saves the event of an effect that was given up. The domain decides what follows. */
export async function saveEffectFailure(
  ports: DecisionPorts & { clock: Clock },
  claimed: ClaimedEffect,
): Promise<void> {
  const { effect, callbackId } = claimed;
  const at = ports.clock.now();
  if (effect.kind === 'warn-owner') return ports.store.acknowledge(claimed);
  if (effect.kind === 'check-attempt') {
    const find = () => ports.store.loadAttempt(callbackId, effect.attempt);
    await saveAttemptEvent(ports, find, { kind: 'check-gave-up', at }, { claimed });
    return;
  }
  const channel = 'channel' in effect ? effect.channel : undefined;
  const event = { kind: 'effect-gave-up', at, effect: effect.kind, channel } as const;
  await saveCallbackEvent(ports, callbackId, event, { claimed });
}
