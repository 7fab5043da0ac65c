import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { createClock } from '../../../backend/adapters/system/clock.ts';
import { createTwilioClient } from '../../../backend/adapters/twilio/client/client.ts';
import { createTwilioMessages } from '../../../backend/adapters/twilio/messages.ts';
import { type Session, session } from '../../../contract/sign-in.ts';
import { type WhatsappStarted, whatsappStarted } from '../../../contract/whatsapp.ts';
import { createRecordingLog } from '../fakes/recording-log.ts';
import { type HttpSetup, type HttpSetupOptions, openHttpSetup, pageOrigin } from './http-setup.ts';
import { makePageSecret, type PageSecret } from './sign-in-setup.ts';

export const whatsappNumber = '+12015550177';
const authToken = 'a token for tests';
const publicBaseUrl = 'https://calls.example.com';

const messages = createTwilioMessages({
  client: createTwilioClient({
    accountSid: `AC${'0'.repeat(32)}`,
    authToken,
    apiBaseUrl: 'http://127.0.0.1:1',
    clock: createClock(),
  }),
  publicBaseUrl,
  authTokens: [authToken],
  log: createRecordingLog().log,
});

/** The HTTP server with the real parser of Twilio's webhooks. */
export function openWhatsappSetup(t: TestContext, options: HttpSetupOptions = {}): Promise<HttpSetup> {
  const { deps, settings, ...rest } = options;
  return openHttpSetup(t, {
    ...rest,
    deps: { messages, ...deps },
    settings: { whatsappNumber, ...settings },
  });
}

/** A page that shows the message to send. */
export type WaitingPage = { secret: PageSecret; started: WhatsappStarted };

export async function beginOnPage({ app }: Pick<HttpSetup, 'app'>): Promise<WaitingPage> {
  const secret = makePageSecret();
  const answer = await app.inject({
    method: 'POST',
    url: '/oauth/whatsapp',
    headers: { origin: pageOrigin },
    payload: { challenge: secret.challenge },
  });
  assert.equal(answer.statusCode, 201, answer.body);
  return { secret, started: whatsappStarted.strict().parse(answer.json()) };
}

/** Delivers a WhatsApp message like Twilio; returns the answer that the sender reads. */
export async function writeFrom(
  { app }: Pick<HttpSetup, 'app'>,
  phone: string,
  body: string,
  differing: { name?: string; signature?: string } = {},
): Promise<string> {
  const url = '/twilio/whatsapp/inbound';
  const fields = {
    From: `whatsapp:${phone}`,
    To: `whatsapp:${whatsappNumber}`,
    WaId: phone.slice(1),
    ProfileName: differing.name ?? 'Ada',
    Body: body,
    MessageSid: `SM${'1'.repeat(32)}`,
  };
  const right = getExpectedTwilioSignature(authToken, `${publicBaseUrl}${url}`, fields);
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': differing.signature ?? right,
    },
    payload: new URLSearchParams(fields).toString(),
  });
  if (answer.statusCode !== 200) return String(answer.statusCode);
  return /<Message>(.*)<\/Message>/s.exec(answer.body)?.[1] ?? '';
}

export function digitsIn(reply: string): string {
  return /\b\d{3} \d{3}\b/.exec(reply)?.[0] ?? '';
}

export function confirm({ app }: Pick<HttpSetup, 'app'>, page: WaitingPage, code: string, verifier?: string) {
  return app.inject({
    method: 'POST',
    url: '/oauth/whatsapp/confirm',
    payload: { id: page.started.id, code, verifier: verifier ?? page.secret.verifier },
  });
}

/** Runs a whole sign-in from the phone with this number. */
export async function signInFrom(setup: Pick<HttpSetup, 'app'>, phone: string): Promise<Session> {
  const page = await beginOnPage(setup);
  const reply = await writeFrom(setup, phone, page.started.message);
  const answer = await confirm(setup, page, digitsIn(reply));
  assert.equal(answer.statusCode, 200, answer.body);
  return session.strict().parse(answer.json());
}
