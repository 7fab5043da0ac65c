import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { callback } from '../../../contract/callback.ts';
import { callbackRequest } from '../../../contract/callback-request.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { buildDecoyCallback } from '../../usecases/request/new-callback.ts';
import { type RequestResult, requestCallback } from '../../usecases/request/request-callback.ts';
import type { ClientIdentity } from '../client/client-identity.ts';
import { wantedLanguage } from '../client/request-language.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { registeredPage } from '../server/origins.ts';
import { canSignIn, readBearerToken, signInMethods } from '../sign-in/session.ts';
import { secondsUntil } from '../wire-times.ts';
import { sendCallback } from './present.ts';

export type CreateCallbackDeps = Uses<
  | 'store'
  | 'spending'
  | 'sites'
  | 'sessions'
  | 'providers'
  | 'captcha'
  | 'secrets'
  | 'clock'
  | 'numbers'
  | 'messages'
  | 'log',
  'siteId' | 'publicBaseUrl' | 'frontendUrl' | 'whatsappNumber'
> & { client: ClientIdentity };

const refusals = [
  'idempotency-key-invalid',
  'idempotency-key-reused',
  'sign-in-required',
  'phone-not-a-number',
  'phone-too-short',
  'phone-too-long',
  'phone-invalid',
  'phone-region-not-allowed',
  'phone-type-not-allowed',
  'phone-landline',
  'phone-extension',
  'phone-our-own-number',
  'opted-out',
  'blocked',
  'captcha-required',
  'captcha-refused',
  'captcha-unavailable',
  'budget-reached',
  'too-many-requests',
  'too-many-codes',
] as const;

const schema = {
  tags: ['visitor'],
  summary: 'Request a callback; the phone gets a code by text message',
  description: 'With an Idempotency-Key header, a repeated request gets the same callback and status 200.',
  body: callbackRequest,
  response: { 200: callback, 201: callback, ...problemResponses(...refusals) },
};

/** `POST` at `path`: creates a callback and sends its code. */
export function createCallbackRoute(deps: CreateCallbackDeps, path: string): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post(path, { schema }, async (request, reply) => {
      if (deps.client.isBlocked(request)) return sendProblem(reply, 'blocked');
      const { captcha, website, ...body } = request.body;
      const input = {
        siteId: deps.settings.siteId,
        name: body.name,
        phone: body.phone,
        email: body.email,
        subject: body.subject,
        // The business reads the page as a link, so only pages of allowed origins are passed on.
        page: body.page && registeredPage(deps, body.page),
        language: wantedLanguage(request, body.language),
      };
      const idempotency = readIdempotencyKey(request.headers['idempotency-key']);
      if (!idempotency.ok) return sendProblem(reply, 'idempotency-key-invalid');
      if (isHoneypotFilled(website)) return sendCreated(deps, reply, buildDecoyCallback(deps, input));
      const { key } = idempotency;
      const requested = await requestCallback(deps, {
        ...input,
        captcha,
        consent: body.consent && { text: body.consent, pageOrigin: request.headers.origin },
        bearer: readBearerToken(request),
        canSignIn: canSignIn(deps, request),
        client: deps.client.fingerprint(request),
        networks: deps.client.networks(request),
        idempotency: key === undefined ? undefined : { key, bodyHash: bodyHash(deps.secrets, body) },
      });
      if (!requested.ok) return refuse(deps, reply, requested);
      if (!requested.repeated) return sendCreated(deps, reply, requested.callback);
      return sendCallback(deps, reply, await deps.store.load(requested.callback.callbackId));
    });
    done();
  };
}

function sendCreated(deps: CreateCallbackDeps, reply: FastifyReply, callback: Callback) {
  reply.code(201).header('location', `/api/v1/callbacks/${callback.callbackId}`);
  return sendCallback(deps, reply, { callback, attempt: undefined });
}

/** People do not see the field `website`; only scripts fill it in. Forms send an empty field as ''. */
function isHoneypotFilled(website: unknown): boolean {
  return website !== undefined && website !== null && website !== '';
}

function refuse(
  deps: CreateCallbackDeps,
  reply: FastifyReply,
  refused: Exclude<RequestResult, { ok: true }>,
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

/** Reads a key of 1 to 255 printable ASCII characters. Without the header, `key` is undefined. */
export function readIdempotencyKey(
  header: FastifyRequest['headers'][string],
): { ok: true; key: string | undefined } | { ok: false } {
  if (header === undefined) return { ok: true, key: undefined };
  const key = Array.isArray(header) ? header.join(', ') : header;
  return /^[\x20-\x7e]{1,255}$/.test(key) ? { ok: true, key } : { ok: false };
}

/** Returns a keyed hash of the fields that have a value. Their order does not matter. */
export function bodyHash(secrets: Secrets, body: Record<string, string | undefined>): string {
  const fields = Object.entries(body).filter(([, value]) => value !== undefined);
  return secrets.fingerprint('body', JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1))));
}
