import { reachedCap } from '../../domain/budget/caps.ts';
import { type Charge, chargeForAmounts, textCost } from '../../domain/budget/charge.ts';
import { growingDelayMs } from '../../domain/callback/notice-schedule.ts';
import { isNudgeDue, nudgeTarget } from '../../domain/callback/nudge.ts';
import type { Callback } from '../../domain/callback/state.ts';
import { effectKey } from '../../domain/effect.ts';
import { messageBodies } from '../../domain/messages/message-body.ts';
import { smsSize } from '../../domain/messages/sms-segments.ts';
import { businessLanguage } from '../../domain/messages/translate.ts';
import { isBusinessOpen, nextOpening } from '../../domain/site/business-hours.ts';
import type { MissedCallNotice } from '../../ports/carrier/notice-sender.ts';
import type { Message } from '../../ports/store/change.ts';
import { saveCallbackEvent } from '../../usecases/commit/save-event.ts';
import { backoffMs, type ClaimedAs, done, type Performed } from '../run/handler.ts';
import { describeList, marksOf, noticeFacts } from './list-notice.ts';
import type { NotifyPorts } from './notify-business.ts';
import { type Sending, sendMessage } from './send-message.ts';
import { findTurn } from './take-turn.ts';

const minuteMs = 60_000;

/** Shortest time between two reminders on one channel. What comes due meanwhile is told in one. */
const spacingMs = 10 * minuteMs;

/** A reminder that cannot be sent for so long is left out: the notice itself is tried for a day. */
const givenUpAfterMs = 12 * 60 * minuteMs;

/** Waits until the business is open, then has the reminder sent if the visitor still waits to be called. */
export function createNudge(ports: NotifyPorts) {
  return async (claimed: ClaimedAs<'nudge'>): Promise<Performed> => {
    const callback = (await ports.store.load(claimed.callbackId))?.callback;
    if (callback === undefined || !isNudgeDue(callback, claimed.effect)) return done;
    const closed = untilOpen(ports, callback);
    if (closed !== undefined) return closed;
    const { step, attempt } = claimed.effect;
    const event = { kind: 'nudge-due', at: ports.clock.now(), step, attempt } as const;
    await saveCallbackEvent(ports, claimed.callbackId, event, { claimed });
    return done;
  };
}

/** Reminds the business of a missed callback with which it has not dealt. Several reminders become one message. */
export function createSendNudge(ports: NotifyPorts) {
  return async (claimed: ClaimedAs<'send-nudge'>): Promise<Performed> => {
    const { callbackId, effect } = claimed;
    const callback = (await ports.store.load(callbackId))?.callback;
    const message = await ports.store.loadMessageFor(callbackId, effectKey(effect));
    if (callback === undefined || message === undefined || !isNudgeDue(callback, effect)) return done;
    const at = ports.clock.now();
    if (at >= message.createdAt + givenUpAfterMs) return giveUp(ports, claimed, message, 'too-late');
    const closed = untilOpen(ports, callback);
    if (closed !== undefined) return closed;
    if (message.toldBy === undefined && (await isBeyondCaps(ports, message)))
      return waitOn(ports, message, 0);
    const turn = await findTurn(ports, message, spacingMs);
    if (turn.kind === 'waits') return { result: 'wait', until: turn.until };
    if (turn.kind === 'follows') return follow(ports, claimed, turn.message);
    return send(ports, claimed, { callback, message }, turn);
  };
}

/** The business cannot act on a reminder at night. Without any opening ahead it is checked again after a day. */
function untilOpen({ sites, calendar, clock }: NotifyPorts, { siteId }: Callback): Performed | undefined {
  const { hours } = sites.get(siteId).site;
  const at = clock.now();
  if (hours === undefined || isBusinessOpen(hours, calendar, at)) return undefined;
  return { result: 'wait', until: nextOpening(hours, calendar, at) ?? at + 24 * 60 * minuteMs };
}

type Told = { callback: Callback; message: Message };

async function send(
  ports: NotifyPorts,
  claimed: ClaimedAs<'send-nudge'>,
  { callback, message }: Told,
  turn: { callbacks: readonly Callback[]; isNew: boolean },
): Promise<Performed> {
  const { site, rules } = ports.sites.get(callback.siteId);
  const target = nudgeTarget(rules.callback, claimed.effect.step);
  const sender = ports.senders.find(({ channel }) => channel === target?.channel);
  if (target === undefined || sender === undefined) return giveUp(ports, claimed, message, 'not-set-up');
  const notice = createReminder(ports, { callback, message }, turn.callbacks, target.to);
  const isSms = message.channel === 'sms';
  const cost = textCost(rules.spending, message.to, smsSize(notice.text).segments);
  if (isSms && turn.isNew) {
    const charge = chargeForAmounts(site, rules.spending, cost);
    await ports.spending.charge(site.id, { ...charge, textsToVisitors: 0 }, ports.clock.now());
  }
  const sending = await sendMessage(ports, claimed, {
    message,
    site,
    sms: isSms
      ? { to: message.to, cost, marks: marksOf(notice.text, callback, turn.callbacks), reservedSegments: 0 }
      : undefined,
    // Only the carrier of SMS can be asked whether an earlier try sent the reminder. By a chat it is not repeated.
    repeatAfterMs: isSms ? [5 * minuteMs] : [],
    send: () => sender.send(notice),
    acceptedEvent: (at) => ({ ...claimed.effect, kind: 'nudged', at }),
  });
  return sending.result === 'accepted' ? done : conclude(ports, claimed, message, sending);
}

function createReminder(
  ports: NotifyPorts,
  { callback, message }: Told,
  all: readonly Callback[],
  to: string | undefined,
): MissedCallNotice {
  const others = all.filter(
    (each) => each.callbackId !== callback.callbackId && isNudgeDue(each, { attempt: each.attempts }),
  );
  const callbacks = [callback, ...others];
  const bodies = messageBodies(businessLanguage(ports.sites.get(callback.siteId).site));
  return {
    messageId: message.messageId,
    to,
    ...noticeFacts(callback),
    ...describeList(ports, message, { bodies, title: bodies.nudgeTitle(callbacks.length) }, callbacks),
  };
}

async function conclude(
  ports: NotifyPorts,
  claimed: ClaimedAs<'send-nudge'>,
  message: Message,
  sending: Exclude<Sending, { result: 'accepted' }>,
): Promise<Performed> {
  const tries = 'tries' in sending ? sending.tries : 0;
  const mayHaveTold = tries > 0 && message.channel !== 'sms';
  if (mayHaveTold || (sending.result === 'refused' && !sending.fixable))
    return giveUp(ports, claimed, message, sending.reason);
  return waitOn(ports, message, tries);
}

/** Ends this reminder: the second person follows all the same. The callbacks that follow its message end with it. */
async function giveUp(
  ports: NotifyPorts,
  claimed: ClaimedAs<'send-nudge'>,
  message: Message,
  reason: string,
): Promise<Performed> {
  ports.log.warn('reminder of a missed callback not sent', {
    channel: message.channel,
    reason,
    fix: 'check NUDGE_TO and the channel in docs/notices.md; the callback is still in the dashboard',
  });
  return save(ports, claimed, message, 'failed');
}

async function save(
  ports: NotifyPorts,
  claimed: ClaimedAs<'send-nudge'>,
  message: Message,
  status: Message['status'],
): Promise<Performed> {
  const event = { ...claimed.effect, kind: 'nudged', at: ports.clock.now() } as const;
  const messages = [{ before: message, after: { ...message, status } }];
  await saveCallbackEvent(ports, claimed.callbackId, event, { claimed, messages });
  return done;
}

/** Shares the fate of the message that reminds of this callback too. */
async function follow(
  ports: NotifyPorts,
  claimed: ClaimedAs<'send-nudge'>,
  message: Message,
): Promise<Performed> {
  const leader = await ports.store.loadMessage(message.toldBy ?? '');
  if (leader !== undefined && leader.status !== 'due') return save(ports, claimed, message, leader.status);
  const teller = leader && (await ports.store.load(leader.callbackId))?.callback;
  const at = ports.clock.now();
  if (teller !== undefined && isNudgeDue(teller, claimed.effect))
    return {
      result: 'wait',
      until: at + backoffMs(claimed.tries, ports.secrets.jitter()),
      tries: claimed.tries,
    };
  await ports.store.leaveNoticeGroup(message);
  return { result: 'wait', until: at };
}

function waitOn({ clock, secrets }: NotifyPorts, { createdAt }: Message, tries: number): Performed {
  const at = clock.now();
  return { result: 'wait', until: at + minuteMs + growingDelayMs(at - createdAt, secrets.jitter()), tries };
}

/** Only text messages cost money. Reminders leave the cap of an hour to visitors' codes. */
async function isBeyondCaps({ sites, spending, clock }: NotifyPorts, message: Message): Promise<boolean> {
  if (message.channel !== 'sms') return false;
  const { site, rules } = sites.get(message.siteId);
  const charge: Charge = chargeForAmounts(site, rules.spending, textCost(rules.spending, message.to, 1));
  const usage = await spending.usage(site.id, clock.now());
  return reachedCap(usage, { ...charge, textsToVisitors: 0 }, charge.caps) !== undefined;
}
