import { chargeForAmounts, textCost } from '../../domain/budget/charge.ts';
import { growingDelayMs } from '../../domain/callback/notice-schedule.ts';
import { needsOperator } from '../../domain/callback/state.ts';
import { effectKey } from '../../domain/effect.ts';
import { messageBodies } from '../../domain/messages/message-body.ts';
import { smsSize } from '../../domain/messages/sms-segments.ts';
import { visitorLanguage } from '../../domain/messages/translate.ts';
import type { Log } from '../../ports/log.ts';
import type { Message } from '../../ports/store/change.ts';
import { saveCallbackEvent } from '../../usecases/commit/save-event.ts';
import { type ClaimedAs, done, type Performed } from '../run/handler.ts';
import { type SendPorts, sendMessage } from './send-message.ts';

export type TextVisitorPorts = SendPorts & {
  log: Log;
  /** The page on which a visitor can ask again. */
  pageUrl: string;
};

/** An apology that comes later than this (ms) would only puzzle the visitor. */
const givenUpAfterMs = 3_600_000;

/** Texts a visitor who was missed: where to ask again. It counts like a code under the caps, and is sent at most once more. */
export function createTextVisitor(ports: TextVisitorPorts) {
  return async (claimed: ClaimedAs<'text-visitor'>): Promise<Performed> => {
    const { callbackId, effect } = claimed;
    const callback = (await ports.store.load(callbackId))?.callback;
    const message = await ports.store.loadMessageFor(callbackId, effectKey(effect));
    if (callback === undefined || message === undefined || !needsOperator(callback)) return done;
    if (await isToldBefore(ports, callbackId, effect.attempt)) return done;
    const { site, rules } = ports.sites.get(callback.siteId);
    const body = messageBodies(visitorLanguage(callback, site)).missedVisitor({
      business: site.businessName,
      url: ports.pageUrl,
    });
    const cost = textCost(rules.spending, message.to, smsSize(body).segments);
    const at = ports.clock.now();
    if (claimed.tries === 1) {
      const charge = chargeForAmounts(site, rules.spending, cost);
      if (!(await ports.spending.charge(site.id, charge, at)))
        return giveUp(ports, claimed, message, 'budget-reached');
    }
    const sending = await sendMessage(ports, claimed, {
      message,
      site,
      sms: { to: message.to, cost, marks: [ports.pageUrl], reservedSegments: 0 },
      repeatAfterMs: [5 * 60_000],
      send: () => send(ports, message, site.callerNumber, body),
      acceptedEvent: (acceptedAt) => ({ kind: 'text-reported', at: acceptedAt }),
    });
    if (sending.result === 'accepted') return done;
    const ageMs = Math.max(0, at - message.createdAt);
    if (sending.result === 'refused' || ageMs >= givenUpAfterMs)
      return giveUp(ports, claimed, message, sending.reason);
    const until = at + 30_000 + growingDelayMs(ageMs, ports.secrets.jitter());
    // The first try charged the text. A later one is charged again, because it can repeat it.
    return { result: 'wait', until, tries: Math.max(1, sending.tries) };
  };
}

/** Each callback is told once: an end after a retry is not told again. */
async function isToldBefore(
  { store }: TextVisitorPorts,
  callbackId: string,
  attempt: number,
): Promise<boolean> {
  for (let earlier = 0; earlier < attempt; earlier += 1) {
    const key = effectKey({ kind: 'text-visitor', attempt: earlier });
    const message = await store.loadMessageFor(callbackId, key);
    if (message !== undefined && message.status !== 'due') return true;
  }
  return false;
}

async function send({ messages }: TextVisitorPorts, { messageId, to }: Message, from: string, body: string) {
  const sent = await messages.send({ messageId, to, from, body });
  return sent.result === 'refused'
    ? ({ result: 'refused', code: sent.refusal.code, fixable: false } as const)
    : sent;
}

async function giveUp(
  ports: TextVisitorPorts,
  claimed: ClaimedAs<'text-visitor'>,
  message: Message,
  reason: string,
): Promise<Performed> {
  ports.log.warn('text to a missed visitor not sent', {
    reason,
    fix: 'none: the visitor is in the list of missed callbacks; raise a cap if the budget was reached',
  });
  const after: Message = { ...message, status: 'failed', errorCode: reason };
  const event = { kind: 'text-reported', at: ports.clock.now() } as const;
  await saveCallbackEvent(ports, claimed.callbackId, event, {
    claimed,
    messages: [{ before: message, after }],
  });
  return done;
}
