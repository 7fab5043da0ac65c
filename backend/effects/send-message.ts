import { type Amounts, chargeForAmounts } from '../domain/budget/charge.ts';
import type { CallbackEvent } from '../domain/callback/event.ts';
import type { Site } from '../domain/site/site.ts';
import type { Clock } from '../ports/clock.ts';
import type { Message } from '../ports/store/change.ts';
import type { ClaimedEffect } from '../ports/store/effect-queue.ts';
import type { Spending } from '../ports/store/spending.ts';
import type { ChangeExtras } from '../usecases/commit/build-change.ts';
import { type DecisionPorts, saveCallbackEvent } from '../usecases/commit/save-event.ts';
import { hasOptedOut } from '../usecases/opt-outs.ts';
import { done, type Performed } from './handler.ts';

export type SendPorts = DecisionPorts & { clock: Clock; spending: Spending };

type SendResult =
  | { result: 'accepted'; sid: string | undefined }
  | { result: 'refused'; code: string }
  | { result: 'retry'; reason: string };

/** What differs between the messages of the platform: the code and the notices on each channel. */
type Delivery = {
  message: Message;
  site: Site;
  /** Recipient and cost of an SMS; undefined on channels that cost nothing and have no opt-out. */
  sms: { to: string; cost: Amounts } | undefined;
  /** Sends the message and logs a refusal. */
  send(): Promise<SendResult>;
  logOptedOut?: () => void;
  acceptedEvent(at: number): CallbackEvent;
  release?: ChangeExtras['release'];
};

/**
 * Sends one message at least once: checks opt-out and budget, sends, then commits the carrier's SID and the event.
 * A crash between sending and commit repeats the message.
 */
export async function sendMessage(
  ports: SendPorts,
  claimed: ClaimedEffect,
  delivery: Delivery,
): Promise<Performed> {
  const { message, site, sms } = delivery;
  if (sms !== undefined) {
    if (await hasOptedOut(ports, sms.to)) {
      delivery.logOptedOut?.();
      return { result: 'hopeless', reason: 'opted-out' };
    }
    if (!(await chargeRepeat(ports, claimed, site, sms.cost)))
      return { result: 'hopeless', reason: 'budget-reached' };
  }
  const sent = await delivery.send();
  if (sent.result === 'retry') return { result: 'failed', reason: sent.reason };
  if (sent.result === 'refused') return { result: 'hopeless', reason: sent.code };
  await saveCallbackEvent(ports, claimed.callbackId, delivery.acceptedEvent(ports.clock.now()), {
    claimed,
    messages: [{ before: message, after: { ...message, sid: sent.sid, status: 'queued' } }],
    ...(delivery.release && { release: delivery.release }),
  });
  return done;
}

/**
 * Charges every try after the first, because an earlier try may have sent the message. The commit that armed the
 * effect charged the first. Returns false beyond the caps.
 */
async function chargeRepeat(
  ports: SendPorts,
  claimed: ClaimedEffect,
  site: Site,
  cost: Amounts,
): Promise<boolean> {
  if (claimed.tries === 1) return true;
  const { rules } = ports.sites.get(site.id);
  const { amounts, caps } = chargeForAmounts(site, rules.spending, cost);
  return ports.spending.charge(site.id, amounts, caps, ports.clock.now());
}
