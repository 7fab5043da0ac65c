import type { FastifyReply } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { callback } from '../../../contract/callback.ts';
import { callbackRequest } from '../../../contract/callback-request.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { pretendCallback } from '../../usecases/pretend-callback.ts';
import { type Requested, requestCallback } from '../../usecases/request-callback.ts';
import { blockedClients, requestClient } from '../client/client-identity.ts';
import { trustedProxies } from '../client/trusted-proxies.ts';
import type { HttpDeps } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { registeredPage } from '../server/origins.ts';
import { readBearerToken, signInMethods } from '../sign-in/session.ts';
import { secondsUntil } from '../wire-times.ts';
import { sendCallback } from './present.ts';

const refusals = [
  'invalid-request',
  'invalid-json',
  'idempotency-key-invalid',
  'idempotency-key-reused',
  'origin-not-allowed',
  'sign-in-required',
  'phone-not-a-number',
  'phone-too-short',
  'phone-too-long',
  'phone-invalid',
  'phone-region-not-allowed',
  'phone-type-not-allowed',
  'phone-landline',
  'phone-our-own-number',
  'opted-out',
  'blocked',
  'captcha-required',
  'captcha-refused',
  'captcha-unavailable',
  'budget-reached',
  'too-many-requests',
  'too-many-codes',
  'temporarily-unavailable',
] as const;

const schema = {
  tags: ['visitor'],
  summary: 'Ask for a callback; a code is texted to the phone',
  description:
    'With an Idempotency-Key header, the same request sent again is answered with the same callback and status 200.',
  body: callbackRequest,
  response: { 200: callback, 201: callback, ...problemResponses(...refusals) },
};

/** Takes requests for a call at `path`. */
export function createCallbackRoute(deps: HttpDeps, path: string): FastifyPluginCallbackZod {
  const isBlocked = blockedClients(deps);
  const proxies = trustedProxies(deps.settings.trustedProxies);
  return (app, _options, done) => {
    app.post(path, { schema }, async (request, reply) => {
      if (isBlocked(request)) return sendProblem(reply, 'blocked');
      const { captcha, website, ...body } = request.body;
      const wish = {
        siteId: deps.settings.siteId,
        name: body.name,
        phone: body.phone,
        email: body.email,
        subject: body.subject,
        // The business reads it as a link: a page that is none of ours would be a stranger's.
        page: body.page && registeredPage(deps, body.page),
      };
      const idempotency = readIdempotencyKey(request.headers['idempotency-key']);
      if (!idempotency.ok) return sendProblem(reply, 'idempotency-key-invalid');
      if (isFilled(website)) return show(deps, reply, pretendCallback(deps, wish));
      const { key } = idempotency;
      const requested = await requestCallback(deps, {
        ...wish,
        captcha,
        consent: body.consent && { text: body.consent, pageOrigin: request.headers.origin },
        bearer: readBearerToken(request),
        client: requestClient(request, deps.secrets, proxies),
        idempotency: key === undefined ? undefined : { key, bodyHash: bodyHash(deps.secrets, body) },
      });
      if (!requested.ok) return refuse(deps, reply, requested);
      return answer(deps, reply, requested);
    });
    done();
  };
}

async function answer(deps: HttpDeps, reply: FastifyReply, requested: Extract<Requested, { ok: true }>) {
  const { callback, repeated } = requested;
  if (repeated) return sendCallback(deps, reply, await deps.store.load(callback.requestId));
  return show(deps, reply, callback);
}

function show(deps: HttpDeps, reply: FastifyReply, callback: Callback) {
  reply.code(201).header('location', `/api/v1/callbacks/${callback.requestId}`);
  return sendCallback(deps, reply, { callback, attempt: undefined });
}

/** Forms send what was left empty as an empty text. */
function isFilled(website: unknown): boolean {
  return website !== undefined && website !== null && website !== '';
}

function refuse(
  deps: HttpDeps,
  reply: FastifyReply,
  refused: Exclude<Requested, { ok: true }>,
): FastifyReply {
  switch (refused.reason) {
    case 'phone-refused':
      return sendProblem(reply, `phone-${refused.problem}`);
    case 'budget-reached':
    case 'too-many-requests':
    case 'too-many-codes':
      return sendProblem(reply, refused.reason, {
        retry_after: secondsUntil(refused.retryAt, deps.clock.now()),
      });
    case 'sign-in-required':
      // https://www.rfc-editor.org/rfc/rfc6750#section-3
      reply.header('www-authenticate', 'Bearer');
      return sendProblem(reply, 'sign-in-required', { providers: signInMethods(deps) });
    case 'idempotency-key-reused':
    case 'opted-out':
    case 'blocked':
    case 'captcha-required':
    case 'captcha-refused':
    case 'captcha-unavailable':
      return sendProblem(reply, refused.reason);
  }
}

export type IdempotencyKey = { ok: true; key: string | undefined } | { ok: false };

/** 1 to 255 printable ASCII characters; without the header there is no key. */
export function readIdempotencyKey(header: string | string[] | undefined): IdempotencyKey {
  if (header === undefined) return { ok: true, key: undefined };
  const key = Array.isArray(header) ? header.join(', ') : header;
  return /^[\x20-\x7e]{1,255}$/.test(key) ? { ok: true, key } : { ok: false };
}

/** The same for two bodies that ask for the same, whatever the order of their fields. */
export function bodyHash(secrets: Secrets, body: Record<string, string | undefined>): string {
  const fields = Object.entries(body).filter(([, value]) => value !== undefined);
  return secrets.fingerprint('body', JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1))));
}
