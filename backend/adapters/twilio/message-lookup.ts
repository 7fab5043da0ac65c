import type { FoundMessage, MessageCarrier, MessageReport } from '../../ports/carrier/message-carrier.ts';
import type { TwilioClient } from './client/client.ts';
import { carrierFault, httpStatusOf, readFailure } from './client/failure.ts';
import { messageStatuses } from './webhooks/message-webhook.ts';

/** Creates the questions about messages that were sent. Each throws `CarrierFault` without a usable response. */
export function createMessageLookup(client: TwilioClient): Pick<MessageCarrier, 'fetch' | 'find'> {
  return {
    fetch: (sid) => fetchReport(client, sid),
    find: (to, from) => findMessages(client, to, from),
  };
}

type ApiMessage = {
  sid: string;
  status: string;
  errorCode: number;
  to: string;
  body: string;
  dateCreated: Date;
};

async function fetchReport(client: TwilioClient, sid: string): Promise<MessageReport | undefined> {
  try {
    return toReport(await client.messages(sid).fetch());
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind === 'rejected' && failure.status === 404) return undefined;
    throw carrierFault(error);
  }
}

/** The API's maximum: more messages than go out between a sending without an answer and the question about it. */
const pageSize = 1_000;

/**
 * There is no filter by `To`: addresses can be logged, and that number is personal. There is none by `DateSent`: a
 * queued message has no such date.
 * https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
 */
async function findMessages(
  client: TwilioClient,
  to: string,
  from: string,
): Promise<FoundMessage[] | undefined> {
  try {
    const page = await client.messages.page({ from, pageSize });
    return page.instances
      .filter((message: ApiMessage) => message.to === to)
      .map((message: ApiMessage) => ({
        ...toReport(message),
        body: message.body,
        createdAt: toTime(message.dateCreated),
      }));
  } catch (error) {
    if (isListMissing(error)) return undefined;
    throw carrierFault(error);
  }
}

/** Carriers with an API like Twilio's may have no list, or may not permit it. */
function isListMissing(error: unknown): boolean {
  return [403, 404, 405, 501].includes(httpStatusOf(error) ?? 0);
}

/** The SDK passes on a date that it cannot parse, contrary to its types. */
function toTime(date: unknown): number | undefined {
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date.getTime() : undefined;
}

function toReport({ sid, status, errorCode }: ApiMessage): MessageReport {
  const known = messageStatuses.get(status);
  if (known === undefined) throw new Error('The carrier sent a message without a known status.');
  // The API's `null` means no error.
  return { sid, status: known, errorCode: errorCode ? String(errorCode) : undefined };
}
