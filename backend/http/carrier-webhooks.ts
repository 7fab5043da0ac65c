import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { type CallPlan, isCodeCall, isInbound, type VoiceWebhook } from '../ports/carrier/voice-carrier.ts';
import type { Parsed, RawRequest } from '../ports/carrier/webhook.ts';
import { handleCodeCall } from '../usecases/carrier/code-calls.ts';
import { handleMessageWebhook } from '../usecases/carrier/handle-message-webhook.ts';
import { handleVoiceWebhook } from '../usecases/carrier/handle-voice-webhook.ts';
import { handleWhatsappWebhook } from '../usecases/carrier/handle-whatsapp-webhook.ts';
import { createInboundCalls } from '../usecases/carrier/inbound-calls.ts';
import type { Uses } from './deps.ts';
import { sendProblem } from './problems/send-problem.ts';
import type { SetupCheck } from './server/setup-check.ts';

const bodyLimitBytes = 64 * 1024;

type CarrierDeps = Uses<
  | 'voice'
  | 'messages'
  | 'store'
  | 'spending'
  | 'sites'
  | 'whatsappSignIns'
  | 'sessions'
  | 'secrets'
  | 'clock'
  | 'calendar'
  | 'log',
  'siteId'
> & { setup: SetupCheck };

/** The carrier's webhooks. The carrier port reads the requests and writes the answers in the carrier's format. */
export function carrierRoutes(deps: CarrierDeps): FastifyPluginCallback {
  const { voice, messages, setup } = deps;
  const schema = { hide: true };
  const answerInbound = createInboundCalls(deps);

  function planFor(webhook: VoiceWebhook): CallPlan | Promise<CallPlan> {
    if (isInbound(webhook)) return answerInbound(webhook);
    return isCodeCall(webhook) ? handleCodeCall(deps, webhook) : handleVoiceWebhook(deps, webhook);
  }

  async function handleCall(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parsed = voice.parse(rawRequest(request));
    if (!parsed.ok) return refuse(reply, parsed);
    const answer = voice.render(await planFor(parsed.webhook));
    return reply.type(answer.contentType).send(answer.body);
  }

  async function handleMessage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parsed = messages.parse(rawRequest(request));
    if (!parsed.ok) return refuse(reply, parsed);
    await handleMessageWebhook(deps, parsed.webhook);
    const answer = messages.renderNothing();
    return reply.type(answer.contentType).send(answer.body);
  }

  async function handleWhatsapp(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parsed = messages.parseWhatsapp(rawRequest(request));
    if (!parsed.ok) return refuse(reply, parsed);
    const text = await handleWhatsappWebhook(deps, deps.settings.siteId, parsed.webhook);
    const answer = text === undefined ? messages.renderNothing() : messages.renderReply(text);
    return reply.type(answer.contentType).send(answer.body);
  }

  function refuse(reply: FastifyReply, refused: Extract<Parsed<unknown>, { ok: false }>): FastifyReply {
    if (refused.reason === 'unknown-webhook') return sendProblem(reply, 'not-found');
    setup.reportRefusedWebhook(refused.signedFor);
    return sendProblem(reply, 'bad-signature');
  }

  return (app, _options, done) => {
    keepRawBody(app);
    app.post('/twilio/voice/*', { schema, bodyLimit: bodyLimitBytes }, handleCall);
    app.post('/twilio/messages/*', { schema, bodyLimit: bodyLimitBytes }, handleMessage);
    app.post('/twilio/sms/*', { schema, bodyLimit: bodyLimitBytes }, handleMessage);
    app.post('/twilio/whatsapp/*', { schema, bodyLimit: bodyLimitBytes }, handleWhatsapp);
    done();
  };
}

/** The signature covers the body exactly as it was sent. */
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
