import type { Message } from '../message/message.ts';
import { segments } from '../message/segments.ts';
import { rfc2822Date } from '../rfc2822-date.ts';

/** A text as the 2010 API shows it: https://www.twilio.com/docs/messaging/api/message-resource */
export function messageView(message: Message, accountSid: string) {
  const path = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  return {
    sid: message.sid,
    account_sid: accountSid,
    messaging_service_sid: null,
    body: message.body,
    from: message.from,
    to: message.to,
    direction: message.direction,
    status: message.status,
    num_segments: String(segments(message.body)),
    num_media: '0',
    date_created: rfc2822Date(message.createdAt),
    date_updated: rfc2822Date(message.updatedAt),
    date_sent: rfc2822Date(message.sentAt),
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : `Delivery error ${message.errorCode}`,
    price: null,
    price_unit: 'USD',
    api_version: '2010-04-01',
    uri: `${path}.json`,
    subresource_uris: { media: `${path}/Media.json` },
  };
}
