import type { FastifyInstance } from 'fastify';
import { type Message, segmentCount } from '../message/message.ts';
import type { SimulatorState } from '../state.ts';
import { rfc2822Date, rfc2822DateOrNull } from '../twilio-format.ts';
import { field, formOf, queryOf } from './form.ts';
import { matchesDate, pageQuery, paginate } from './lists.ts';
import { testNumber } from './magic-numbers.ts';
import { messageDraft } from './message-draft.ts';
import { restErrors, sendError } from './rest-error.ts';

const base = '/Accounts/:accountSid/Messages';

function matches(query: URLSearchParams) {
  const to = field(query, 'To');
  const from = field(query, 'From');
  return (message: Message) =>
    (to === undefined || message.to === to) &&
    (from === undefined || message.from === from) &&
    matchesDate(query, 'DateSent', message.sentAt);
}

/** Routes that create, read and list messages. */
export function messageRoutes(
  app: FastifyInstance,
  { state, accountSid }: { state: () => SimulatorState; accountSid: string },
): void {
  app.post(`${base}.json`, (request, reply) => {
    const { messageService, switchboard } = state();
    const draft = messageDraft(formOf(request), switchboard, messageService.optOuts);
    if (!draft.ok) return sendError(reply, draft.error);
    const message = messageService.send(draft.value, 'outbound-api', draft.value.from === testNumber);
    return reply.code(201).send(messageView(message, accountSid));
  });

  app.get(`${base}.json`, (request, reply) => {
    const query = queryOf(request);
    const pageRequest = pageQuery(query);
    if (!pageRequest) return sendError(reply, restErrors.badPageSize);
    const found = state().messageService.all().filter(matches(query)).reverse();
    const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
    const { items, meta } = paginate(found, query, pageRequest, path);
    return reply.send({ ...meta, messages: items.map((message) => messageView(message, accountSid)) });
  });

  app.get<{ Params: { sid: string } }>(`${base}/:sid.json`, (request, reply) => {
    const message = state().messageService.find(request.params.sid);
    if (!message) return sendError(reply, restErrors.notFound(request.url));
    return reply.send(messageView(message, accountSid));
  });
}

/** Returns a message as JSON of the 2010 API: https://www.twilio.com/docs/messaging/api/message-resource */
function messageView(message: Message, accountSid: string) {
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
    num_segments: String(segmentCount(message.body)),
    num_media: '0',
    date_created: rfc2822Date(message.createdAt),
    date_updated: rfc2822Date(message.updatedAt),
    date_sent: rfc2822DateOrNull(message.sentAt),
    error_code: message.errorCode ?? null,
    error_message: message.errorCode === undefined ? null : `Delivery error ${message.errorCode}`,
    price: null,
    price_unit: 'USD',
    api_version: '2010-04-01',
    uri: `${path}.json`,
    subresource_uris: { media: `${path}/Media.json` },
  };
}
