import type { VoiceCarrier } from '../ports/carrier/voice-carrier.ts';
import { createCheckAttempt } from './check-attempt.ts';
import { createEndCall } from './end-call.ts';
import { giveUp } from './give-up.ts';
import type { Handlers } from './handler.ts';
import { createNotifyBusiness, type NotifyPorts } from './notify-business.ts';
import { createPlaceCall } from './place-call.ts';
import { createRunner, type Runner } from './runner.ts';
import { createSendCode, type SendCodePorts } from './send-code.ts';
import { createTimer } from './timers.ts';

export type EnginePorts = NotifyPorts & SendCodePorts & { voice: VoiceCarrier };

/** Every kind of effect with what carries it out. */
export function createHandlers(ports: EnginePorts): Handlers {
  return {
    'send-code': createSendCode(ports),
    'place-call': createPlaceCall({ begin: ports, voice: ports.voice, log: ports.log }),
    'check-attempt': createCheckAttempt(ports),
    'end-call': createEndCall(ports),
    'notify-business': createNotifyBusiness(ports),
    'expire-request': createTimer(ports, 'request-expired'),
    'give-up-waiting': createTimer(ports, 'wait-exceeded'),
    'last-resort': createTimer(ports, 'last-resort-reached'),
  };
}

/** The handlers with the runner that calls them. `owner` names this process. */
export function createEngine(ports: EnginePorts, owner: string): Runner {
  const handlers = createHandlers(ports);
  return createRunner(ports, { handlers, giveUp: (claimed) => giveUp(ports, claimed), owner });
}
