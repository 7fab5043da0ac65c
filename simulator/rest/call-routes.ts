import type { FastifyInstance } from 'fastify';
import { type Call, factsAt, isOver } from '../call/call.ts';
import type { Leg } from '../call/leg.ts';
import type { SimulatorState } from '../state.ts';
import { placeCall } from '../switchboard/place-call.ts';
import type { Timeline } from '../timeline.ts';
import { notificationsOf, notificationView } from './call-notifications.ts';
import { callOrder, documentSource } from './call-order.ts';
import { callView, matchesStatus } from './call-view.ts';
import { field, formOf, queryOf } from './form.ts';
import { matchesDate, pageQuery, paginate } from './lists.ts';
import { type RestError, restErrors, sendError } from './rest-error.ts';

const base = '/Accounts/:accountSid/Calls';

type OneCall = { Params: { sid: string } };

function matches(query: URLSearchParams) {
  const [to, from, parent, status] = ['To', 'From', 'ParentCallSid', 'Status'].map((name) =>
    field(query, name),
  );
  return (call: Call) =>
    (!to || call.to === to) &&
    (!from || call.from === from) &&
    (!parent || call.parentSid === parent) &&
    matchesStatus(call.facts, status) &&
    matchesDate(query, 'StartTime', call.facts.startedAt) &&
    matchesDate(query, 'EndTime', call.facts.endedAt);
}

function listLag({ faults, settings }: SimulatorState): number {
  return faults.strike(['list-lag'], ({ resource }) => resource !== 'messages')?.ms ?? settings.listLagMs;
}

function listCalls(state: SimulatorState, query: URLSearchParams): Call[] {
  const newest = state.clock.now() - listLag(state);
  return state.callRegister
    .all()
    .filter((call) => call.createdAt <= newest)
    .filter(matches(query))
    .reverse();
}

/** Cancels or completes a call: https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource */
function hangUp({ call, end }: Leg, status: string): RestError | undefined {
  if (status !== 'canceled' && status !== 'completed') return restErrors.badStatus;
  if (call.facts.status === 'queued') end('canceled');
  else if (call.facts.answeredAt === undefined) end('canceled', 487);
  else if (status === 'completed') end('completed');
  return undefined;
}

function redirect({ switchboard }: SimulatorState, leg: Leg, form: URLSearchParams): RestError | undefined {
  if (leg.call.facts.status !== 'in-progress') return restErrors.callNotInProgress;
  const source = documentSource(form);
  if (!source.ok) return source.error;
  switchboard.redirect(leg, source.value);
  return undefined;
}

function update(state: SimulatorState, leg: Leg, form: URLSearchParams): RestError | undefined {
  if (isOver(leg.call.facts)) return restErrors.callNotInProgress;
  const status = field(form, 'Status');
  if (status !== undefined) return hangUp(leg, status);
  return field(form, 'Url') || field(form, 'Twiml') ? redirect(state, leg, form) : undefined;
}

/** Routes that create, read, list and update calls. */
export function callRoutes(
  app: FastifyInstance,
  { state, timeline, accountSid }: { state: () => SimulatorState; timeline: Timeline; accountSid: string },
): void {
  app.post(`${base}.json`, (request, reply) => {
    const { switchboard, callQueue } = state();
    const warn = (code: number) => timeline.record('call.warning', { code });
    const order = callOrder(formOf(request), switchboard, warn);
    if (!order.ok) return sendError(reply, order.error);
    const call = placeCall(switchboard, callQueue, order.value);
    return reply.code(201).send(callView(call, call.facts, accountSid));
  });

  app.get(`${base}.json`, (request, reply) => {
    const query = queryOf(request);
    const pageRequest = pageQuery(query);
    if (!pageRequest) return sendError(reply, restErrors.badPageSize);
    const path = `/2010-04-01/Accounts/${accountSid}/Calls.json`;
    const { items, meta } = paginate(listCalls(state(), query), query, pageRequest, path);
    return reply.send({ ...meta, calls: items.map((call) => callView(call, call.facts, accountSid)) });
  });

  app.get<OneCall>(`${base}/:sid.json`, (request, reply) => {
    const { callRegister, settings, clock } = state();
    const call = callRegister.find(request.params.sid);
    if (!call) return sendError(reply, restErrors.notFound(request.url));
    return reply.send(callView(call, factsAt(call, clock.now() - settings.fetchLagMs), accountSid));
  });

  app.get<OneCall>(`${base}/:sid/Notifications.json`, (request, reply) => {
    const query = queryOf(request);
    const pageRequest = pageQuery(query);
    if (!pageRequest) return sendError(reply, restErrors.badPageSize);
    const { sid } = request.params;
    const path = `/2010-04-01/Accounts/${accountSid}/Calls/${sid}/Notifications.json`;
    const { items, meta } = paginate(notificationsOf(timeline, sid), query, pageRequest, path);
    const notifications = items.map((one) => notificationView(one, accountSid));
    return reply.send({ ...meta, notifications });
  });

  app.post<OneCall>(`${base}/:sid.json`, (request, reply) => {
    const leg = state().switchboard.leg(request.params.sid);
    if (!leg) return sendError(reply, restErrors.notFound(request.url));
    const error = update(state(), leg, formOf(request));
    return error ? sendError(reply, error) : reply.send(callView(leg.call, leg.call.facts, accountSid));
  });
}
