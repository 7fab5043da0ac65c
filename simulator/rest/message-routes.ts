import type { FastifyInstance } from 'fastify';
import type { Message } from '../message/message.ts';
import { matchesDate } from './date-filter.ts';
import { field } from './form.ts';
import { testNumber } from './magic-numbers.ts';
import { messageDraft } from './message-draft.ts';
import { messageView } from './message-view.ts';
import { pageQuery, paginate } from './paging.ts';
import { formOf, queryOf, type RestNeeds, refuse } from './rest-api.ts';
import { restErrors } from './rest-error.ts';

const base = '/Accounts/:accountSid/Messages';

function selects(query: URLSearchParams) {
  const to = field(query, 'To');
  const from = field(query, 'From');
  return (message: Message) =>
    (to === null || message.to === to) &&
    (from === null || message.from === from) &&
    matchesDate(query, 'DateSent', message.sentAt);
}

/** POST, GET and list of messages. */
export function messageRoutes(app: FastifyInstance, { world, accountSid }: RestNeeds): void {
  app.post(`${base}.json`, (request, reply) => {
    const { postOffice, switchboard } = world();
    const draft = messageDraft(formOf(request), switchboard, postOffice.optOuts);
    if (!draft.ok) return refuse(reply, draft.error);
    const message = postOffice.send(draft.value, 'outbound-api', draft.value.from === testNumber);
    return reply.code(201).send(messageView(message, accountSid));
  });

  app.get(`${base}.json`, (request, reply) => {
    const query = queryOf(request);
    const asked = pageQuery(query);
    if (!asked) return refuse(reply, restErrors.badPageSize);
    const found = world().postOffice.all().filter(selects(query)).reverse();
    const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
    const { items, meta } = paginate(found, query, asked, path);
    return reply.send({ ...meta, messages: items.map((message) => messageView(message, accountSid)) });
  });

  app.get<{ Params: { sid: string } }>(`${base}/:sid.json`, (request, reply) => {
    const message = world().postOffice.find(request.params.sid);
    if (!message) return refuse(reply, restErrors.notFound(request.url));
    return reply.send(messageView(message, accountSid));
  });
}
