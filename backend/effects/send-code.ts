import { codeCost } from '../domain/budget/estimate.ts';
import { effectKey } from '../domain/effect.ts';
import { messageBody } from '../domain/messages/message-body.ts';
import type { Site } from '../domain/site/site.ts';
import type { MessageCarrier } from '../ports/carrier/message-carrier.ts';
import type { Log } from '../ports/log.ts';
import type { Message } from '../ports/store/change.ts';
import { type ClaimedAs, done, type Performed } from './handler.ts';
import { type SendPorts, sendMessage } from './send-message.ts';

export type SendCodePorts = SendPorts & {
  log: Log;
  messages: MessageCarrier;
  /** Host of the visitor's page; lets browsers fill in the code. */
  pageHost: string | undefined;
};

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
    return sendMessage(ports, claimed, {
      message,
      site,
      sms: { to: message.to, cost: codeCost(rules.spending, callback.visitor.phone) },
      send: () => sendCode(ports, message, site, ports.secrets.codeFor(callbackId, sendNumber)),
      acceptedEvent: (at) => ({ kind: 'code-text-accepted', at, sendNumber }),
    });
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
  return { result: 'refused', code } as const;
}
