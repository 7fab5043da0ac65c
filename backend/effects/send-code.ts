import { codeCost } from '../domain/budget/estimate.ts';
import { growingDelayMs } from '../domain/callback/notice-schedule.ts';
import { effectKey } from '../domain/effect.ts';
import { messageBody } from '../domain/messages/message-body.ts';
import type { Site } from '../domain/site/site.ts';
import type { Log } from '../ports/log.ts';
import type { Message } from '../ports/store/change.ts';
import { type ClaimedAs, done, type Performed } from './handler.ts';
import { type Sending, type SendPorts, sendMessage } from './send-message.ts';

export type SendCodePorts = SendPorts & {
  log: Log;
  /** Host of the visitor's page; lets browsers fill in the code. */
  pageHost: string | undefined;
};

/** The visitor is waiting: a code that cannot be sent in this time (ms) is given up. */
const givenUpAfterMs = 20_000;

/** A code without an answer is sent once more; the visitor can ask for another one. */
const repeatAfterMs = [5_000];

/** Time (ms) in which a code without an answer is looked for. */
const lookedForMs = 60_000;

/** Sends a code to the visitor by SMS. A retry sends the same digits. */
export function createSendCode(ports: SendCodePorts) {
  return async (claimed: ClaimedAs<'send-code'>): Promise<Performed> => {
    const { callbackId, effect } = claimed;
    const callback = (await ports.store.load(callbackId))?.callback;
    const message = await ports.store.loadMessageFor(callbackId, effectKey(effect));
    if (callback?.status !== 'pending' || message === undefined) return done;
    const { sendNumber } = effect;
    if (callback.code.sendNumber !== sendNumber) return done;
    const { site, rules } = ports.sites.get(callback.siteId);
    const digits = ports.secrets.codeFor(callbackId, sendNumber);
    const cost = codeCost(rules.spending, callback.visitor.phone);
    const sending = await sendMessage(ports, claimed, {
      message,
      site,
      sms: { to: message.to, cost, mark: digits, reservedSegments: 0 },
      repeatAfterMs,
      send: () => sendCode(ports, message, site, digits),
      acceptedEvent: (at) => ({ kind: 'code-text-accepted', at, sendNumber }),
    });
    return concludeCode(ports, message, sending);
  };
}

async function sendCode(ports: SendCodePorts, { messageId, to }: Message, site: Site, digits: string) {
  const sent = await ports.messages.send({
    messageId,
    to,
    from: site.callerNumber,
    body: messageBody.code({ business: site.businessName, digits, host: ports.pageHost }),
  });
  if (sent.result !== 'refused') return sent;
  const { code, advice } = sent.refusal;
  ports.log.error('carrier refused a code SMS', {
    class: sent.refusal.class,
    carrier_error: code,
    fix: advice,
  });
  return { result: 'refused', code, mendable: false } as const;
}

/**
 * A code that was certainly not sent ends the callback. One without an answer can still arrive: the callback stays
 * pending, so that the code is valid when it does.
 */
function concludeCode(ports: SendCodePorts, message: Message, sending: Sending): Performed {
  if (sending.result === 'accepted') return done;
  if (sending.result === 'refused') return { result: 'hopeless', reason: sending.reason };
  const { tries, reason } = sending;
  const ageMs = Math.max(0, ports.clock.now() - message.createdAt);
  if (tries === 0 && ageMs >= givenUpAfterMs) return { result: 'hopeless', reason };
  if (ageMs >= lookedForMs) {
    ports.log.warn('code SMS without an answer from the carrier', {
      request: message.callbackId.slice(0, 6),
      reason,
      fix: 'check that this machine can reach the carrier; the visitor can ask for another code',
    });
    return done;
  }
  const until = ports.clock.now() + Math.max(growingDelayMs(ageMs, ports.secrets.jitter()), tries * 3_000);
  return { result: 'wait', until, tries };
}
