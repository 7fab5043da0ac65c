import { textCost } from '../domain/budget/estimate.ts';
import { effectKey } from '../domain/effect.ts';
import { messageBody } from '../domain/messages/message-body.ts';
import { smsSize } from '../domain/messages/sms-segments.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { NoticeSender } from '../ports/carrier/notice-sender.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Spending } from '../ports/store/spending.ts';
import { type DecisionPorts, saveCallbackEvent } from '../usecases/commit/save-event.ts';
import { hasOptedOut } from '../usecases/opt-outs.ts';
import { type ClaimedAs, done, type Performed } from './handler.ts';
import { chargeRepeat } from './send-message.ts';

export type NotifyPorts = DecisionPorts & {
  clock: Clock;
  calendar: Calendar;
  log: Log;
  spending: Spending;
  senders: readonly NoticeSender[];
};

/** Tells the business about a request that did not become a conversation: at least once, with its reference. */
export function createNotifyBusiness(ports: NotifyPorts) {
  return async (claimed: ClaimedAs<'notify-business'>): Promise<Performed> => {
    const { callbackId, effect } = claimed;
    const callback = (await ports.store.load(callbackId))?.callback;
    const message = await ports.store.loadMessageFor(callbackId, effectKey(effect));
    if (callback?.status !== 'failed' || callback.outcome === undefined || message === undefined) return done;
    const sender = ports.senders.find(({ channel }) => channel === effect.channel);
    if (sender === undefined) return { result: 'hopeless', reason: 'channel-not-configured' };
    const { site, rules } = ports.sites.get(callback.siteId);
    const text = messageBody.missedCall(callback, {
      zone: site.zone,
      ...ports.calendar.local(site.zone, callback.createdAt),
    });
    const cost = textCost(rules.spending, site.notifyNumber, smsSize(text).segments);
    const isText = effect.channel === 'sms';
    if (isText && (await hasOptedOut(ports, site.notifyNumber)))
      return ownerOptedOut(ports, callback.reference);
    if (isText && !(await chargeRepeat(ports, claimed, site.id, cost)))
      return { result: 'hopeless', reason: 'budget-reached' };
    const sent = await sender.send({
      messageId: message.messageId,
      requestReference: callback.reference,
      siteId: callback.siteId,
      text,
      subject: messageBody.missedCallSubject(callback),
      visitor: callback.visitor,
      about: callback.subject,
      page: callback.page,
      outcome: callback.outcome,
      createdAt: callback.createdAt,
    });
    if (sent.result === 'retry') return { result: 'failed', reason: sent.reason };
    if (sent.result === 'refused') {
      ports.log.error('the business could not be told about a missed request', {
        channel: effect.channel,
        reference: callback.reference,
        carrier_error: sent.code,
        fix: sent.advice,
      });
      return { result: 'hopeless', reason: sent.code };
    }
    const event = {
      ...effect,
      kind: 'notice-accepted',
      at: ports.clock.now(),
      armedAt: message.createdAt,
    } as const;
    const after = { ...message, sid: sent.sid, status: 'queued' } as const;
    await saveCallbackEvent(ports, callbackId, event, {
      claimed,
      messages: [{ before: message, after }],
      ...(isText && { release: [{ part: 'notice', used: cost }] }),
    });
    return done;
  };
}

function ownerOptedOut({ log }: NotifyPorts, reference: string): Performed {
  log.error('the business has opted out of its own missed-call texts', {
    reference,
    fix: 'text START to the calling number from the phone in NOTIFY_NUMBER',
  });
  return { result: 'hopeless', reason: 'opted-out' };
}
