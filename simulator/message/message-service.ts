import type { Carrier } from '../call/carrier.ts';
import type { PhoneDirectory } from '../phone/directory.ts';
import { newSid } from '../twilio-format.ts';
import type { Message, MessageStatus } from './message.ts';
import { contentParams, messageParams, repliesFrom, whatsappParams } from './message-webhook.ts';
import { createOptOuts, keywordOf, type OptOuts } from './opt-out.ts';
import { createConversations, isWhatsapp, numberOf, outsideWindow } from './whatsapp.ts';

export type Draft = Pick<Message, 'from' | 'to' | 'body' | 'statusCallback'>;

/** `profileName` is for WhatsApp; the name of the phone when absent. */
type InboundMessage = { from: string; to: string; body: string; profileName?: string | undefined };

export type MessageService = {
  /** Queues a message. Its delivery, or failure, follows later. */
  send(draft: Draft, direction: 'outbound-api' | 'outbound-reply', isDryRun: boolean): Message;
  /** Receives a message to one of the account's numbers. */
  receive(message: InboundMessage): Message;
  find(sid: string): Message | undefined;
  /** Oldest first. */
  all(): Message[];
  optOuts: OptOuts;
};

const sentAfterMs = 500;
const deliveredAfterMs = 2_000;
const defaultProfileName = 'Sam Sample';
const networkError = 30008;

/** Sends and receives messages. Answers STOP, START and HELP as the carrier does. */
export function createMessageService({
  carrier,
  phones,
}: {
  carrier: Pick<Carrier, 'accountSid' | 'clock' | 'timeline' | 'settings' | 'webhooks'>;
  phones: PhoneDirectory;
}): MessageService {
  const { accountSid, clock, timeline, settings, webhooks } = carrier;
  const messages = new Map<string, Message>();
  const optOuts = createOptOuts();
  const conversations = createConversations({ clock });

  const open = (draft: Draft, direction: Message['direction'], status: MessageStatus): Message => {
    const now = clock.now();
    const sentAt = direction === 'inbound' ? now : undefined;
    const times = { createdAt: now, updatedAt: now, sentAt };
    const message: Message = {
      ...draft,
      ...times,
      sid: newSid('SM'),
      direction,
      status,
    };
    messages.set(message.sid, message);
    const { sid, from, to, body } = message;
    timeline.record('message.created', { sid, from, to, body, direction, status });
    return message;
  };

  const advance = (message: Message, status: MessageStatus, errorCode?: number) => {
    const now = clock.now();
    Object.assign(message, { status, errorCode, updatedAt: now, sentAt: message.sentAt ?? now });
    timeline.record(`message.${status}`, { sid: message.sid, to: message.to, errorCode });
    if (!message.statusCallback) return;
    const error: Record<string, string> = errorCode === undefined ? {} : { ErrorCode: String(errorCode) };
    void webhooks.send({
      kind: 'message-status',
      method: 'POST',
      url: message.statusCallback,
      params: { ...messageParams(message, accountSid), MessageStatus: status, ...error },
      sid: message.sid,
      family: message.sid,
    });
  };

  const send: MessageService['send'] = (draft, direction, isDryRun) => {
    const message = open(draft, direction, 'queued');
    if (isDryRun) return message;
    if (!conversations.allowsFreeForm(draft.from, draft.to)) {
      clock.after(sentAfterMs, () => advance(message, 'failed', outsideWindow));
      return message;
    }
    const { texts, textErrorCode } = phones.at(numberOf(draft.to)).behaviour;
    const errorCode = texts === 'delivered' ? undefined : (textErrorCode ?? networkError);
    if (texts === 'failed') clock.after(sentAfterMs, () => advance(message, 'failed', errorCode));
    else {
      clock.after(sentAfterMs, () => advance(message, 'sent'));
      clock.after(deliveredAfterMs, () => advance(message, texts, errorCode));
    }
    return message;
  };

  const nameOf = (from: string) => phones.names().get(numberOf(from)) ?? defaultProfileName;

  const reply = (message: Message, body: string) =>
    send({ from: message.to, to: message.from, body }, 'outbound-reply', false);

  const deliverInbound = async (message: Message, sender: Record<string, string>) => {
    const url = isWhatsapp(message.to) ? settings.whatsappUrl : settings.smsUrl;
    if (!url) return;
    const answer = await webhooks.send({
      kind: 'message',
      url,
      method: settings.smsMethod,
      params: { ...messageParams(message, accountSid), ...contentParams(message), ...sender },
      sid: message.sid,
      family: message.sid,
    });
    const requested = answer.ok ? repliesFrom(answer) : answer;
    if (!requested.ok) {
      const { errorCode, detail } = requested;
      timeline.record('message.error', { sid: message.sid, errorCode, detail });
      return;
    }
    if (optOuts.has(message.to, message.from)) return;
    for (const body of requested.bodies) reply(message, body);
  };

  return {
    send,
    optOuts,
    find: (sid) => messages.get(sid),
    all: () => [...messages.values()],
    receive: ({ profileName, ...inbound }) => {
      const message = open(inbound, 'inbound', 'received');
      if (isWhatsapp(inbound.from)) {
        conversations.recordInbound(inbound.from, inbound.to);
        void deliverInbound(message, whatsappParams(inbound.from, profileName ?? nameOf(inbound.from)));
        return message;
      }
      const keyword = keywordOf(inbound.body);
      const answer = keyword && optOuts.apply(keyword, inbound.from, inbound.to);
      if (answer) reply(message, answer);
      void deliverInbound(message, {});
      return message;
    },
  };
}
