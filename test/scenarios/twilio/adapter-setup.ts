import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { createTwilioClient, type TwilioClient } from '../../../backend/adapters/twilio/client/client.ts';
import { createTwilioMessages } from '../../../backend/adapters/twilio/messages.ts';
import { createTwilioVoice } from '../../../backend/adapters/twilio/voice/voice.ts';
import type { MessageCarrier, MessageWebhook } from '../../../backend/ports/carrier/message-carrier.ts';
import type { CallPlan, VoiceCarrier, VoiceWebhook } from '../../../backend/ports/carrier/voice-carrier.ts';
import type { Parsed, RawRequest } from '../../../backend/ports/carrier/webhook.ts';
import type { Log } from '../../../backend/ports/log.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../simulator/simulator.ts';
import { createVirtualClock, type VirtualClock } from '../../../simulator/test-support/virtual-clock.ts';

export const platformNumber = '+12015550100';
export const business = '+12015550123';
export const visitor = '+12015550150';
const account = { accountSid: 'AC00000000000000000000000000000001', authToken: 'token-of-the-tests' };
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export type AdapterSetup = {
  clock: VirtualClock;
  simulator: Simulator;
  client: TwilioClient;
  /** A client of the same account with another auth token. */
  clientWith(authToken: string): TwilioClient;
  voice: VoiceCarrier;
  messages: MessageCarrier;
  /** Every webhook as the adapter parsed it, in order of arrival, with its HTTP request. */
  heard: { request: RawRequest; parsed: Parsed<VoiceWebhook | MessageWebhook> }[];
};

/**
 * The adapter and the simulated carrier on one virtual clock. Between them stands a web server that answers webhooks
 * the way the platform would, but decides nothing: it screens, dials the visitor on 1 and hangs up.
 */
export async function startAdapterSetup(
  t: TestContext,
  options: Partial<SimulatorOptions> = {},
): Promise<AdapterSetup> {
  const heard: AdapterSetup['heard'] = [];
  const server = createServer(async (incoming, response) => {
    const request = await rawRequest(incoming);
    const carrier = request.path.startsWith('/twilio/voice') ? voice : messages;
    const parsed = carrier.parse(request);
    heard.push({ request, parsed });
    const { contentType, body } = answer(voice, messages, parsed);
    response.writeHead(parsed.ok ? 200 : 403, { 'content-type': contentType }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = createVirtualClock({ settle: () => simulator.idle() });
  const simulator: Simulator = createSimulator({ clock, ...account, numbers: [platformNumber], ...options });
  simulator.updateSettings({
    voiceUrl: `${publicBaseUrl}/twilio/voice/inbound`,
    smsUrl: `${publicBaseUrl}/twilio/sms/inbound`,
  });
  const apiBaseUrl = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
  t.after(async () => {
    await simulator.app.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const clientWith = (authToken: string) => createTwilioClient({ ...account, authToken, apiBaseUrl, clock });
  const client = clientWith(account.authToken);
  const webhooks = { client, publicBaseUrl, authTokens: [account.authToken], log: silent };
  const voice = createTwilioVoice({ ...webhooks, clock });
  const messages = createTwilioMessages(webhooks);
  return { clock, simulator, client, clientWith, voice, messages, heard };
}

/** One short line per webhook. A rejected webhook shows the reason. */
export function lines({ heard }: AdapterSetup): string[] {
  return heard.map(({ parsed }) => {
    if (!parsed.ok) return parsed.reason;
    const { webhook } = parsed;
    switch (webhook.kind) {
      case 'leg':
        return `${webhook.leg} ${webhook.report.status}`;
      case 'keys':
        return `keys '${webhook.digits}'`;
      case 'dial-finished':
        return `dial ${webhook.visitor?.status} ${webhook.bridged}`;
      case 'status':
        return `text ${webhook.status}`;
      default:
        return webhook.kind;
    }
  });
}

async function rawRequest(incoming: IncomingMessage): Promise<RawRequest> {
  const { method = '', url = '', headers } = incoming;
  return { method, path: url, headers, body: await text(incoming) };
}

function answer(
  voice: VoiceCarrier,
  messages: MessageCarrier,
  parsed: Parsed<VoiceWebhook | MessageWebhook>,
) {
  if (!parsed.ok) return { contentType: 'text/plain', body: parsed.reason };
  const { webhook } = parsed;
  if (webhook.kind === 'inbound') return messages.renderNothing();
  if (webhook.kind === 'status' || webhook.kind === 'leg') return { contentType: 'text/plain', body: '' };
  return voice.render(planFor(webhook));
}

function planFor(webhook: Exclude<VoiceWebhook, { kind: 'leg' }>): CallPlan {
  switch (webhook.kind) {
    case 'prompt':
      return { do: 'screen', language: 'en', say: 'Ada asks for a call. Press 1.', token: webhook.token };
    case 'keys':
      return webhook.digits === '1' ? dialVisitor(webhook.token) : { do: 'hang-up' };
    case 'inbound-call':
      return { do: 'say-and-hang-up', language: 'en', say: 'This number belongs to Bob & Sons.' };
    default:
      return { do: 'hang-up' };
  }
}

function dialVisitor(token: string): CallPlan {
  const limits = { ringSeconds: 15, maxSeconds: 600, record: false, screenVisitor: false };
  return {
    do: 'dial-visitor',
    language: 'en',
    say: 'Connecting.',
    visitor,
    callerId: platformNumber,
    token,
    ...limits,
  };
}
