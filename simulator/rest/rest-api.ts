import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { Activity } from '../activity.ts';
import type { Timeline } from '../timeline.ts';
import type { World } from '../world.ts';
import { accountRoutes } from './account-routes.ts';
import { type Credentials, isAuthorized } from './auth.ts';
import { callRoutes } from './call-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { errorBody, type RestError, restErrors } from './rest-error.ts';
import { createRestFaults } from './rest-faults.ts';

export type RestNeeds = {
  world: () => World;
  timeline: Timeline;
  activity: Activity;
  accountSid: string;
  numbers: readonly string[];
  credentials: readonly Credentials[];
};

const largestForm = 64 * 1024;

export function refuse(reply: FastifyReply, error: RestError) {
  return reply.code(error.status).send(errorBody(error));
}

/** The body as a form; an empty one when the request carried none. */
export function formOf({ body }: FastifyRequest): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams();
}

export function queryOf({ url }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');
}

/** A form for the timeline: repeated fields as lists. */
function fieldsOf(form: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const [first = '', ...more] = form.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
}

const longestNote = 8_000;

/** An answer for the timeline, which is no place for long lists. */
function noteOf(payload: unknown): string {
  const text = typeof payload === 'string' ? payload : '';
  return text.length > longestNote ? `${text.slice(0, longestNote)} …` : text;
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? url;
}

function refusalOf(error: { statusCode?: number }): RestError {
  if (error.statusCode === 413) return restErrors.tooLarge;
  return (error.statusCode ?? 500) < 500 ? restErrors.badRequest : restErrors.internal;
}

/** Twilio's REST API 2010-04-01, as far as calls and messages need it. */
export function restApi(needs: RestNeeds): FastifyPluginCallback {
  return (app, _options, done) => {
    const { timeline, activity, accountSid, credentials } = needs;
    const faults = createRestFaults(needs);
    const busy = new WeakMap<FastifyRequest, () => void>();

    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: largestForm }, (request, body, parsed) => {
      const isForm = /^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');
      parsed(null, new URLSearchParams(isForm ? String(body) : ''));
    });
    app.addHook('onRequest', (request, reply, next) => {
      const over = activity.begin();
      busy.set(request, over);
      reply.raw.once('close', over);
      next();
    });
    app.addHook('onRequest', async (request, reply) => {
      if (!isAuthorized(request.headers.authorization, credentials)) {
        return refuse(reply.header('www-authenticate', 'Basic realm="Twilio API"'), restErrors.authenticate);
      }
      const path = pathOf(request);
      if (path.split('/')[3]?.replace('.json', '') === accountSid) return undefined;
      return refuse(reply, restErrors.notFound(path));
    });
    app.addHook('preHandler', (request, reply) => faults.before(request, reply, () => busy.get(request)?.()));
    app.addHook('onSend', (request, reply, payload, next) => {
      const lost = faults.losesAnswer(request);
      timeline.record('rest.request', {
        method: request.method,
        url: request.url,
        form: fieldsOf(formOf(request)),
        status: reply.statusCode,
        answer: noteOf(payload),
        lost,
      });
      if (lost) request.raw.socket.destroy();
      next(null, payload);
    });
    app.setErrorHandler((error: { statusCode?: number }, _request, reply) => refuse(reply, refusalOf(error)));
    app.setNotFoundHandler((request, reply) => refuse(reply, restErrors.notFound(pathOf(request))));

    callRoutes(app, needs);
    messageRoutes(app, needs);
    accountRoutes(app, needs);
    done();
  };
}
