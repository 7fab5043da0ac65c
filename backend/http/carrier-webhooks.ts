import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { Parsed, RawRequest } from '../ports/carrier/webhook.ts';
import { takeWhatsapp } from '../usecases/sign-in/take-whatsapp.ts';
import { takeMessageWebhook } from '../usecases/take-message-webhook.ts';
import { takeVoiceWebhook } from '../usecases/take-voice-webhook.ts';
import type { HttpDeps } from './deps.ts';
import { sendProblem } from './problems/send-problem.ts';
import type { SetupCheck } from './server/setup-check.ts';

const bodyLimit = 64 * 1024;

/** What the carrier calls. Everything it means stands in the carrier port; here it is only handed over. */
export function carrierRoutes(deps: HttpDeps, setup: SetupCheck): FastifyPluginCallback {
  const { voice, messages } = deps;
  const schema = { hide: true };

  async function takeCall(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parsed = voice.parse(rawRequest(request));
    if (!parsed.ok) return refuse(reply, parsed);
    const answer = voice.render(await takeVoiceWebhook(deps, parsed.webhook));
    return reply.type(answer.contentType).send(answer.body);
  }

  async function takeMessage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parsed = messages.parse(rawRequest(request));
    if (!parsed.ok) return refuse(reply, parsed);
    await takeMessageWebhook(deps, parsed.webhook);
    const answer = messages.renderNothing();
    return reply.type(answer.contentType).send(answer.body);
  }

  async function takeChat(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parsed = messages.parseWhatsapp(rawRequest(request));
    if (!parsed.ok) return refuse(reply, parsed);
    const text = await takeWhatsapp(deps, deps.settings.siteId, parsed.webhook);
    const answer = text === undefined ? messages.renderNothing() : messages.renderReply(text);
    return reply.type(answer.contentType).send(answer.body);
  }

  function refuse(reply: FastifyReply, refused: Extract<Parsed<unknown>, { ok: false }>): FastifyReply {
    if (refused.reason === 'unknown-webhook') return sendProblem(reply, 'not-found');
    setup.seeRefusedWebhook(refused.signedFor);
    return sendProblem(reply, 'bad-signature');
  }

  return (app, _options, done) => {
    keepRawBody(app);
    app.post('/twilio/voice/*', { schema, bodyLimit }, takeCall);
    app.post('/twilio/messages/*', { schema, bodyLimit }, takeMessage);
    app.post('/twilio/sms/*', { schema, bodyLimit }, takeMessage);
    app.post('/twilio/whatsapp/*', { schema, bodyLimit }, takeChat);
    done();
  };
}

/** A signature is over the body as it came. */
function keepRawBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}

function rawRequest({ raw, body }: FastifyRequest): RawRequest {
  return {
    method: raw.method ?? '',
    path: raw.url ?? '',
    headers: raw.headers,
    body: typeof body === 'string' ? body : '',
  };
}
