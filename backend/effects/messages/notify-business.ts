import { noticeSegments, textCost } from '../../domain/budget/charge.ts';
import { channelState } from '../../domain/callback/notice.ts';
import { growingDelayMs, noticeSchedule } from '../../domain/callback/notice-schedule.ts';
import type { Callback } from '../../domain/callback/state.ts';
import { effectKey } from '../../domain/effect.ts';
import { type MessageBodies, messageBodies } from '../../domain/messages/message-body.ts';
import { smsSize } from '../../domain/messages/sms-segments.ts';
import { businessLanguage } from '../../domain/messages/translate.ts';
import type { Calendar } from '../../ports/calendar.ts';
import type { MissedCallNotice, NoticeSender } from '../../ports/carrier/notice-sender.ts';
import type { Log } from '../../ports/log.ts';
import type { Message } from '../../ports/store/change.ts';
import { saveCallbackEvent } from '../../usecases/commit/save-event.ts';
import { type ClaimedAs, done, type Performed } from '../run/handler.ts';
import { takeNoticeTurn } from './fold-notices.ts';
import {
  describeList,
  type LinkPorts,
  linkOf,
  marksOf,
  type NoticeText,
  noticeFacts,
} from './list-notice.ts';
import { type Sending, type SendPorts, sendMessage } from './send-message.ts';

export type NotifyPorts = SendPorts &
  LinkPorts & { calendar: Calendar; log: Log; senders: readonly NoticeSender[] };

/** Sends the business a notice about a callback that failed. The reference tells repeats apart. */
export function createNotifyBusiness(ports: NotifyPorts) {
  return async (claimed: ClaimedAs<'notify-business'>): Promise<Performed> => {
    const { callbackId, effect } = claimed;
    const callback = (await ports.store.load(callbackId))?.callback;
    const message = await ports.store.loadMessageFor(callbackId, effectKey(effect));
    if (callback?.status !== 'failed' || callback.outcome === undefined || message === undefined) return done;
    const sender = ports.senders.find(({ channel }) => channel === effect.channel);
    if (sender === undefined) return { result: 'hopeless', reason: 'channel-not-configured' };
    const turn = await takeNoticeTurn(ports, claimed, callback, message);
    if ('performed' in turn) return turn.performed;
    const notice = createNotice(ports, callback, message, turn.tells);
    const { site, rules } = ports.sites.get(callback.siteId);
    const cost = textCost(rules.spending, site.notifyNumber, smsSize(notice.text).segments);
    const isSms = effect.channel === 'sms';
    // Only a carrier reports the delivery of a message. Other channels are done when they accept it.
    const acceptedKind = isSms ? 'notice-accepted' : 'notice-delivered';
    const sending = await sendMessage(ports, claimed, {
      message,
      site,
      sms: isSms
        ? {
            to: site.notifyNumber,
            cost,
            marks: marksOf(notice.text, callback, turn.tells),
            reservedSegments: noticeSegments,
          }
        : undefined,
      repeatAfterMs: noticeSchedule.repeatAfterMs,
      send: () => sender.send(notice),
      logOptedOut: () => logOwnerOptedOut(ports, callback.reference),
      acceptedEvent: (at) => ({ ...effect, kind: acceptedKind, at, armedAt: message.createdAt }),
      releaseFor: (used) => [{ part: 'notice', used }],
    });
    return sending.result === 'accepted' ? done : conclude(ports, claimed, { callback, message }, sending);
  };
}

/** `tells`: the callbacks that the notice is about, its own first. */
function createNotice(
  ports: NotifyPorts,
  callback: Callback,
  message: Message,
  tells: readonly Callback[],
): MissedCallNotice {
  const { site } = ports.sites.get(callback.siteId);
  const language = businessLanguage(site);
  const bodies = messageBodies(language);
  const askedAt = ports.calendar.write(site.zone, callback.createdAt, language);
  return {
    messageId: message.messageId,
    ...noticeFacts(callback),
    ...(tells.length > 1
      ? describeList(ports, message, { bodies, title: bodies.burstTitle(tells) }, tells)
      : describeOne(bodies, callback, { askedAt, url: linkOf(ports, callback) })),
  };
}

function describeOne(
  bodies: MessageBodies,
  callback: Callback,
  { askedAt, url }: { askedAt: string; url: string | undefined },
): NoticeText {
  return {
    text: bodies.missedCall(callback, askedAt, url),
    subject: bodies.missedCallSubject(callback),
    link: url === undefined ? undefined : { url, title: bodies.noticeLinkTitle },
  };
}

/**
 * Decides when a notice is tried again. A refusal that the operator can fix starts the next channel and is logged as
 * an error. So do failures for too long.
 */
async function conclude(
  ports: NotifyPorts,
  claimed: ClaimedAs<'notify-business'>,
  { callback, message }: { callback: Callback; message: Message },
  sending: Exclude<Sending, { result: 'accepted' }>,
): Promise<Performed> {
  const { channel } = claimed.effect;
  const { reason } = sending;
  const at = ports.clock.now();
  const ageMs = Math.max(0, at - message.createdAt);
  const isFinal = sending.result === 'refused' && !sending.fixable;
  const fields = { channel, reference: callback.reference, reason };
  const advice = sending.result === 'refused' ? sending.advice : undefined;
  if (isFinal || ageMs >= noticeSchedule.givenUpAfterMs) {
    const fix = advice ?? 'call the visitor of this reference back';
    ports.log.error('missed-call notice failed', { ...fields, fix });
    return { result: 'hopeless', reason };
  }
  const wishMs = sending.result === 'unsent' ? (sending.retryAfterMs ?? 0) : 0;
  // A receiver can ask for a pause of hours. The owner is told by the next channel meanwhile.
  const isLate = sending.result === 'refused' || ageMs + wishMs >= noticeSchedule.delayedAfterMs;
  if (isLate && channelState(callback, channel) === 'sending') {
    const event = { ...claimed.effect, kind: 'notice-delayed', at, armedAt: message.createdAt } as const;
    await saveCallbackEvent(ports, claimed.callbackId, event);
    ports.log.error('missed-call notice delayed: tried again for a day', {
      ...fields,
      fix: advice ?? 'check that this machine can reach the service of this channel',
    });
  }
  const tries = sending.result === 'refused' ? claimed.tries - 1 : sending.tries;
  const latest = at + noticeSchedule.givenUpAfterMs - ageMs;
  const until = Math.min(latest, Math.max(at + wishMs, nextTryAt(ports, at, ageMs)));
  return { result: 'wait', until, tries };
}

/** A notice that fails for too long is logged as an error at once. */
function nextTryAt({ secrets }: NotifyPorts, at: number, ageMs: number): number {
  const { delayedAfterMs } = noticeSchedule;
  const next = at + growingDelayMs(ageMs, secrets.jitter());
  return ageMs < delayedAfterMs ? Math.min(next, at + delayedAfterMs - ageMs) : next;
}

function logOwnerOptedOut({ log }: NotifyPorts, reference: string): void {
  log.error('business opted out of missed-call texts', {
    reference,
    fix: 'text START to the calling number from the phone in NOTIFY_NUMBER',
  });
}
