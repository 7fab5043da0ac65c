import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { RawRequest } from '../../ports/voice-carrier.ts';
import { takeWhatsapp } from '../../usecases/sign-in/take-whatsapp.ts';
import { takeMessageWebhook } from '../../usecases/take-message-webhook.ts';
import { takeVoiceWebhook } from '../../usecases/take-voice-webhook.ts';
import type { HttpDeps } from '../http-deps.ts';
import { sendProblem } from '../send-problem.ts';

const bodyLimit = 64 * 1024;

/** What the carrier calls. Everything it means stands in the carrier port; here it is only handed over. */
export function carrierRoutes(deps: HttpDeps): FastifyPluginCallback {
  const { voice, messages } = deps;
  const schema = { hide: true };

  async function takeCall(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parsed = voice.parse(rawRequest(request));
    if (!parsed.ok) return refuse(deps, reply, parsed.reason);
    const answer = voice.render(await takeVoiceWebhook(deps, parsed.webhook));
    return reply.type(answer.contentType).send(answer.body);
  }

  async function takeMessage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parsed = messages.parse(rawRequest(request));
    if (!parsed.ok) return refuse(deps, reply, parsed.reason);
    await takeMessageWebhook(deps, parsed.webhook);
    const answer = messages.renderNothing();
    return reply.type(answer.contentType).send(answer.body);
  }

  async function takeChat(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parsed = messages.parseWhatsapp(rawRequest(request));
    if (!parsed.ok) return refuse(deps, reply, parsed.reason);
    const text = await takeWhatsapp(deps, parsed.webhook);
    const answer = text === undefined ? messages.renderNothing() : messages.renderReply(text);
    return reply.type(answer.contentType).send(answer.body);
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

function refuse(
  deps: HttpDeps,
  reply: FastifyReply,
  reason: 'bad-signature' | 'unknown-webhook',
): FastifyReply {
  if (reason === 'unknown-webhook') return sendProblem(reply, 'not-found');
  deps.log.warn('a webhook was refused: its signature is wrong', {
    fix: 'if it was the carrier, see that PUBLIC_BASE_URL and TWILIO_AUTH_TOKEN are the current ones',
  });
  return sendProblem(reply, 'bad-signature');
}
