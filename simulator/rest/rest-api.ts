import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import type { SimulatorState } from '../state.ts';
import type { Activity } from '../time/activity.ts';
import type { Timeline } from '../timeline.ts';
import { accountRoutes } from './account-routes.ts';
import { callRoutes } from './call-routes.ts';
import { formOf } from './form.ts';
import { messageRoutes } from './message-routes.ts';
import { type RestError, restErrors, sendError } from './rest-error.ts';
import { createRestFaults } from './rest-faults.ts';

type RestDeps = {
  state: () => SimulatorState;
  timeline: Timeline;
  activity: Activity;
  accountSid: string;
  numbers: readonly string[];
  credentials: readonly Credentials[];
};

const maxFormBytes = 64 * 1024;

/** Serves Twilio's REST API 2010-04-01 for calls, messages and the account. */
export function restApi(deps: RestDeps): FastifyPluginCallback {
  return (app, _options, done) => {
    const { timeline, activity, accountSid, credentials } = deps;
    const faults = createRestFaults(deps);
    const endActivities = new WeakMap<FastifyRequest, () => void>();

    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: maxFormBytes }, (request, body, parsed) => {
      const isForm = /^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');
      parsed(null, new URLSearchParams(isForm ? String(body) : ''));
    });
    app.addHook('onRequest', (request, reply, next) => {
      const endActivity = activity.begin();
      endActivities.set(request, endActivity);
      reply.raw.once('close', endActivity);
      next();
    });
    app.addHook('onRequest', async (request, reply) => {
      if (!isAuthorized(request.headers.authorization, credentials)) {
        return sendError(
          reply.header('www-authenticate', 'Basic realm="Twilio API"'),
          restErrors.authenticate,
        );
      }
      const path = pathOf(request);
      if (path.split('/')[3]?.replace('.json', '') === accountSid) return undefined;
      return sendError(reply, restErrors.notFound(path));
    });
    app.addHook('preHandler', (request, reply) =>
      faults.before(request, reply, () => endActivities.get(request)?.()),
    );
    app.addHook('onSend', (request, reply, payload, next) => {
      const lost = faults.losesAnswer(request);
      timeline.record('rest.request', {
        method: request.method,
        url: request.url,
        form: fieldsOf(formOf(request)),
        status: reply.statusCode,
        answer: shorten(payload),
        lost,
      });
      if (lost) request.raw.socket.destroy();
      next(null, payload);
    });
    app.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
      sendError(reply, errorOf(error)),
    );
    app.setNotFoundHandler((request, reply) => sendError(reply, restErrors.notFound(pathOf(request))));

    callRoutes(app, deps);
    messageRoutes(app, deps);
    accountRoutes(app, deps);
    done();
  };
}

/** Converts a form for the timeline. Repeated fields become lists. */
function fieldsOf(form: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const [first = '', ...more] = form.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
}

const maxAnswerLength = 8_000;

/** Shortens an answer for the timeline. */
function shorten(payload: unknown): string {
  const text = typeof payload === 'string' ? payload : '';
  return text.length > maxAnswerLength ? `${text.slice(0, maxAnswerLength)} …` : text;
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? url;
}

function errorOf(error: { statusCode?: number }): RestError {
  if (error.statusCode === 413) return restErrors.tooLarge;
  return (error.statusCode ?? 500) < 500 ? restErrors.badRequest : restErrors.internal;
}

/** A user name and password for the account: its SID and token, or an API key and its secret. */
export type Credentials = { username: string; password: string };

function digest(text: string) {
  return createHash('sha256').update(text).digest();
}

/** Whether a Basic Authorization header holds accepted credentials. */
export function isAuthorized(header: string | undefined, accepted: readonly Credentials[]): boolean {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return false;
  const given = digest(Buffer.from(encoded, 'base64').toString('utf8'));
  return accepted.some(({ username, password }) => timingSafeEqual(given, digest(`${username}:${password}`)));
}
