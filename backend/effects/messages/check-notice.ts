import { channelState } from '../../domain/callback/notice.ts';
import { growingDelayMs, noticeSchedule } from '../../domain/callback/notice-schedule.ts';
import type { Callback } from '../../domain/callback/state.ts';
import { effectKey } from '../../domain/effect.ts';
import { isCarrierFault } from '../../ports/carrier/carrier-errors.ts';
import type { MessageCarrier, MessageReport } from '../../ports/carrier/message-carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Message } from '../../ports/store/change.ts';
import { noticeReport, saveDelivery } from '../../usecases/carrier/save-delivery.ts';
import { type DecisionPorts, saveCallbackEvent } from '../../usecases/commit/save-event.ts';
import { type ClaimedAs, done, type Performed } from '../run/handler.ts';

type Report = Omit<MessageReport, 'sid'> & { sid: string | undefined };

type CheckPorts = DecisionPorts & { clock: Clock; log: Log; messages: MessageCarrier };

/** Asks the carrier about a notice whose delivery report did not come, until the answer is final. */
export function createCheckNotice(ports: CheckPorts) {
  return async (claimed: ClaimedAs<'check-notice'>): Promise<Performed> => {
    const { callbackId, effect } = claimed;
    const callback = (await ports.store.load(callbackId))?.callback;
    const key = effectKey({ ...effect, kind: 'notify-business' });
    const message = await ports.store.loadMessageFor(callbackId, key);
    if (callback?.status !== 'failed' || message === undefined) return done;
    const at = ports.clock.now();
    const report = isToldByAnother(message)
      ? await reportOfTeller(ports, message)
      : await askCarrier(ports, message);
    if (report !== undefined && isFinal(report)) {
      await saveDelivery(ports, message, report, at, { claimed });
      return done;
    }
    return waitOn(ports, claimed, { callback, message, report, at });
  };
}

/** Returns `undefined` when the carrier does not answer, or does not know the message. */
async function askCarrier({ messages }: CheckPorts, { sid }: Message): Promise<MessageReport | undefined> {
  if (sid === undefined) return undefined;
  try {
    return await messages.fetch(sid);
  } catch (cause) {
    if (!isCarrierFault(cause)) throw cause;
    return undefined;
  }
}

function isToldByAnother({ messageId, toldBy }: Message): boolean {
  return toldBy !== undefined && toldBy !== messageId;
}

/** The callback of the folded notice asks the carrier; the others read what it learnt. */
async function reportOfTeller({ store }: CheckPorts, { toldBy }: Message): Promise<Report | undefined> {
  const teller = await store.loadMessage(toldBy ?? '');
  if (teller === undefined || teller.status === 'due') return undefined;
  return { sid: undefined, status: teller.status, errorCode: teller.errorCode };
}

function isFinal({ status }: Report): boolean {
  return status === 'delivered' || status === 'undelivered' || status === 'failed';
}

type Standing = {
  callback: Callback;
  message: Message;
  report: Report | undefined;
  at: number;
};

/** Not every network reports a delivery, so an SMS that it accepted counts as told. */
async function waitOn(
  ports: CheckPorts,
  claimed: ClaimedAs<'check-notice'>,
  { callback, message, report, at }: Standing,
): Promise<Performed> {
  const state = channelState(callback, claimed.effect.channel);
  const ageMs = Math.max(0, at - message.createdAt);
  const isHandedOver = state === 'handed-over' || report?.status === 'sent';
  if (isHandedOver && state !== 'handed-over') await note(ports, message, 'notice-handed-over', at);
  if (!isHandedOver && state === 'accepted' && ageMs >= noticeSchedule.delayedAfterMs) {
    await note(ports, message, 'notice-delayed', at);
    ports.log.error('missed-call notice delayed: no delivery report', {
      channel: message.channel,
      reference: callback.reference,
      fix: 'check in the log of the carrier whether the SMS with this reference arrived',
    });
  }
  if (ageMs >= noticeSchedule.checkedForMs)
    return isHandedOver ? done : { result: 'hopeless', reason: 'delivery-unconfirmed' };
  return { result: 'wait', until: at + growingDelayMs(ageMs, ports.secrets.jitter()) };
}

async function note(
  ports: CheckPorts,
  message: Message,
  kind: 'notice-handed-over' | 'notice-delayed',
  at: number,
): Promise<void> {
  await saveCallbackEvent(ports, message.callbackId, { kind, ...noticeReport(message, at) });
}
