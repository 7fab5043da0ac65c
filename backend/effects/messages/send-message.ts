import { type Amounts, chargeForAmounts } from '../../domain/budget/charge.ts';
import type { CallbackEvent } from '../../domain/callback/event.ts';
import type { Site } from '../../domain/site/site.ts';
import { isCarrierFault } from '../../ports/carrier/carrier-errors.ts';
import type { FoundMessage, MessageCarrier, MessageReport } from '../../ports/carrier/message-carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Message } from '../../ports/store/change.ts';
import type { ClaimedEffect } from '../../ports/store/effect-queue.ts';
import type { Spending } from '../../ports/store/spending.ts';
import type { ChangeExtras } from '../../usecases/commit/build-change.ts';
import { type DecisionPorts, saveCallbackEvent } from '../../usecases/commit/save-event.ts';
import { hasOptedOut } from '../../usecases/opt-outs.ts';

export type SendPorts = DecisionPorts & { clock: Clock; spending: Spending; messages: MessageCarrier };

type SendResult =
  | { result: 'accepted'; sid: string | undefined }
  | { result: 'refused'; code: string; advice?: string; fixable: boolean; ours?: boolean }
  | { result: 'unsent'; reason: string; retryAfterMs?: number | undefined }
  | { result: 'unknown'; reason: string };

/** An SMS: only SMS cost money, can be opted out of and are listed by the carrier. */
type Sms = {
  to: string;
  cost: Amounts;
  /** Parts of the body that together no other message has. */
  marks: readonly string[];
  /** SMS segments set aside for this message and its repeats. */
  reservedSegments: number;
};

/** What differs between the messages of the platform: the code and the notices on each channel. */
type Delivery = {
  message: Message;
  site: Site;
  sms: Sms | undefined;
  /** Ages (ms) after which a message without an answer is sent again; as many repeats as there are ages. */
  repeatAfterMs: readonly number[];
  /** Sends the message. */
  send(): Promise<SendResult>;
  logOptedOut?: () => void;
  acceptedEvent(at: number): CallbackEvent;
  /** `used`: what of the reserve was spent. */
  releaseFor?(used: Amounts): ChangeExtras['release'];
};

export type Sending =
  /** Accepted and committed, or a concurrent report ended the effect. */
  | { result: 'accepted' }
  /** `fixable`: the operator can remove the cause. `ours`: the recipient's number is not at fault. */
  | { result: 'refused'; reason: string; advice?: string; fixable: boolean; ours?: boolean }
  /** Nothing was sent by this try. `tries`: earlier tries that can have sent the message. */
  | { result: 'unsent'; reason: string; tries: number; retryAfterMs?: number | undefined }
  /** This try can have sent the message too. */
  | { result: 'unknown'; reason: string; tries: number };

/**
 * Sends one message: checks opt-out and budget, sends, then commits the carrier's SID and the event. A try without an
 * answer can have sent the message, and so can a claim that ended by a crash. Before a repeat the carrier is asked
 * whether the message exists.
 */
export async function sendMessage(
  ports: SendPorts,
  claimed: ClaimedEffect,
  delivery: Delivery,
): Promise<Sending> {
  const { site, sms } = delivery;
  if (sms !== undefined && (await hasOptedOut(ports, sms.to))) {
    delivery.logOptedOut?.();
    return { result: 'refused', reason: 'opted-out', fixable: false };
  }
  // Every claim counts as a try until the handler corrects it.
  const tries = claimed.tries - 1;
  const earlier = tries === 0 || sms === undefined ? 'not-listed' : await findSent(ports, delivery, sms);
  if (earlier === 'unclear') return { result: 'unsent', reason: 'earlier-try-unclear', tries };
  if (typeof earlier === 'object') {
    await saveAccepted(ports, claimed, delivery, { sid: earlier.sid, sendings: tries });
    return { result: 'accepted' };
  }
  if (tries > 0 && !mayRepeat(ports, delivery, tries))
    return { result: 'unsent', reason: 'no-answer', tries };
  if (sms !== undefined && !(await isCovered(ports, site, sms, tries, earlier)))
    return earlier === 'absent'
      ? { result: 'refused', reason: 'budget-reached', fixable: true }
      : { result: 'unsent', reason: 'budget-reached', tries };
  const sent = await delivery.send();
  switch (sent.result) {
    case 'accepted':
      await saveAccepted(ports, claimed, delivery, { sid: sent.sid, sendings: tries + 1 });
      return { result: 'accepted' };
    case 'refused':
      return { ...sent, reason: sent.code };
    case 'unsent':
      return { ...sent, tries };
    case 'unknown':
      return { ...sent, tries: tries + 1 };
  }
}

function mayRepeat({ clock }: SendPorts, { message, repeatAfterMs }: Delivery, tries: number): boolean {
  const age = repeatAfterMs[tries - 1];
  return age !== undefined && clock.now() >= message.createdAt + age;
}

/** Clocks of the platform and the carrier can differ by this much (ms), and the carrier cuts off milliseconds. */
const clockToleranceMs = 60_000;

/**
 * Looks for the message that an earlier try sent. `unclear`: the carrier does not answer, or lists several messages
 * with the marks.
 */
async function findSent(
  { messages }: SendPorts,
  { message, site }: Delivery,
  sms: Sms,
): Promise<MessageReport | 'absent' | 'unclear' | 'not-listed'> {
  const listed = await listMessages(messages, sms.to, site.callerNumber);
  if (typeof listed === 'string') return listed;
  const since = message.createdAt - clockToleranceMs;
  const own = listed.filter(
    ({ body, createdAt = since }) => sms.marks.every((mark) => body.includes(mark)) && createdAt >= since,
  );
  const [sole] = own;
  if (sole === undefined) return 'absent';
  return own.length === 1 ? sole : 'unclear';
}

async function listMessages(
  messages: MessageCarrier,
  to: string,
  from: string,
): Promise<FoundMessage[] | 'unclear' | 'not-listed'> {
  try {
    return (await messages.find(to, from)) ?? 'not-listed';
  } catch (cause) {
    if (!isCarrierFault(cause)) throw cause;
    // A carrier that refuses the question refuses the message too, and says so.
    return cause.retryable ? 'unclear' : 'not-listed';
  }
}

/**
 * The commit that armed the effect charged the first sending. Each sending that can repeat another is charged as well,
 * until the reserve is used up. Beyond the caps only a reserve that was certainly not used pays for a repeat.
 */
async function isCovered(
  ports: SendPorts,
  site: Site,
  { cost, reservedSegments }: Sms,
  tries: number,
  earlier: 'absent' | 'not-listed',
): Promise<boolean> {
  if (tries === 0 || (tries + 1) * cost.texts <= reservedSegments) return true;
  const { rules } = ports.sites.get(site.id);
  const charge = chargeForAmounts(site, rules.spending, cost);
  // Only notices have a reserve, and the cap of an hour does not cover them.
  const textsToVisitors = reservedSegments === 0 ? charge.textsToVisitors : 0;
  const isCharged = await ports.spending.charge(site.id, { ...charge, textsToVisitors }, ports.clock.now());
  return isCharged || (earlier === 'absent' && reservedSegments >= cost.texts);
}

async function saveAccepted(
  ports: SendPorts,
  claimed: ClaimedEffect,
  { message, sms, acceptedEvent, releaseFor }: Delivery,
  { sid, sendings }: { sid: string | undefined; sendings: number },
): Promise<void> {
  const release = sms === undefined ? undefined : releaseFor?.(usedOf(sms, sendings));
  const event = acceptedEvent(ports.clock.now());
  const extras: ChangeExtras = {
    messages: [{ before: message, after: { ...message, sid, status: 'queued' } }],
    ...(release && { release }),
  };
  const saved = await saveCallbackEvent(ports, claimed.callbackId, event, { ...extras, claimed });
  const isOvertaken = !saved.ok && saved.reason === 'conflict' && saved.conflict === 'effect-lost';
  // A delivery report can arrive before the answer, and ends the effect. The reserve is released all the same.
  if (isOvertaken) await saveCallbackEvent(ports, claimed.callbackId, event, extras);
}

/** The part of the reserve that the sendings used, all of which can have been carried out. */
function usedOf({ cost, reservedSegments }: Sms, sendings: number): Amounts {
  const paid = Math.min(sendings, Math.max(1, Math.floor(reservedSegments / cost.texts)));
  return { ...cost, texts: cost.texts * paid, money: cost.money * paid };
}
