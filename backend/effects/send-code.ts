import { codeCost } from '../domain/budget/estimate.ts';
import { effectKey } from '../domain/effect.ts';
import { messageBody } from '../domain/messages/message-body.ts';
import type { MessageCarrier } from '../ports/carrier/message-carrier.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Spending } from '../ports/store/spending.ts';
import { type DecisionPorts, saveCallbackEvent } from '../usecases/commit/save-event.ts';
import { hasOptedOut } from '../usecases/opt-outs.ts';
import { type ClaimedAs, done, type Performed } from './handler.ts';
import { chargeRepeat } from './send-message.ts';

export type SendCodePorts = DecisionPorts & {
  clock: Clock;
  log: Log;
  messages: MessageCarrier;
  spending: Spending;
  /** The visitor's page, for browsers that fill the code in by themselves. */
  pageHost: string | undefined;
};

/** Texts the visitor the digits of one sending; a repeat carries the same digits. */
export function createSendCode(ports: SendCodePorts) {
  return async (claimed: ClaimedAs<'send-code'>): Promise<Performed> => {
    const { callbackId, effect } = claimed;
    const callback = (await ports.store.load(callbackId))?.callback;
    const message = await ports.store.loadMessageFor(callbackId, effectKey(effect));
    if (callback?.status !== 'pending' || message === undefined) return done;
    if (callback.code.sendNumber !== effect.sendNumber) return done;
    if (await hasOptedOut(ports, message.to)) return { result: 'hopeless', reason: 'opted-out' };
    const { site, rules } = ports.sites.get(callback.siteId);
    const cost = codeCost(rules.spending, callback.visitor.phone);
    if (!(await chargeRepeat(ports, claimed, site.id, cost)))
      return { result: 'hopeless', reason: 'budget-reached' };
    const digits = ports.secrets.codeFor(callbackId, effect.sendNumber);
    const sent = await ports.messages.send({
      messageId: message.messageId,
      to: message.to,
      from: site.callerNumber,
      body: messageBody.code({ business: site.businessName, digits, host: ports.pageHost }),
    });
    if (sent.result === 'retry') return { result: 'failed', reason: sent.reason };
    if (sent.result === 'refused') {
      ports.log.error('the carrier refused to text a code', {
        class: sent.refusal.class,
        carrier_error: sent.refusal.code,
        fix: sent.refusal.advice,
      });
      return { result: 'hopeless', reason: sent.refusal.code };
    }
    const event = {
      kind: 'code-text-accepted',
      at: ports.clock.now(),
      sendNumber: effect.sendNumber,
    } as const;
    const after = { ...message, sid: sent.sid, status: 'queued' } as const;
    await saveCallbackEvent(ports, callbackId, event, {
      claimed,
      messages: [{ before: message, after }],
    });
    return done;
  };
}
