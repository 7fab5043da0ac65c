import type { TestContext } from 'node:test';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { createClock } from '../../../backend/adapters/system/clock.ts';
import { createTwilioClient } from '../../../backend/adapters/twilio/client/client.ts';
import { createTwilioMessages } from '../../../backend/adapters/twilio/messages.ts';
import { createTwilioVoice } from '../../../backend/adapters/twilio/voice/voice.ts';
import { beginOrRenewAttempt } from '../../../backend/effects/place-call.ts';
import { createRecordingLog } from '../fakes/recording-log.ts';
import { type HttpSetup, type HttpSetupOptions, openHttpSetup } from './http-setup.ts';
import { codeOf, newCallback, verify } from './visitor-requests.ts';

const publicBaseUrl = 'https://calls.example.com';
const authToken = 'the token that only the carrier knows';

/** The HTTP server with the real carrier's signature check; no request reaches the carrier. */
export function openSignedSetup(t: TestContext, options: HttpSetupOptions = {}): Promise<HttpSetup> {
  const { log } = createRecordingLog();
  const clock = createClock();
  const account = { accountSid: `AC${'0'.repeat(32)}`, authToken, apiBaseUrl: 'http://127.0.0.1:1', clock };
  const client = createTwilioClient(account);
  const authTokens = [authToken];
  return openHttpSetup(t, {
    ...options,
    deps: {
      voice: createTwilioVoice({ client, clock, publicBaseUrl, authTokens, log }),
      messages: createTwilioMessages({ client, publicBaseUrl, authTokens, log }),
    },
  });
}

export type Captured = { path: string; fields: Record<string, string>; headers: Record<string, string> };

/** A signed webhook, as an attacker could capture it. */
export function signed(path: string, fields: Record<string, string>, requestToken = 'first'): Captured {
  const signature = getExpectedTwilioSignature(authToken, `${publicBaseUrl}${path}`, fields);
  return {
    path,
    fields,
    headers: { 'x-twilio-signature': signature, 'i-twilio-idempotency-token': requestToken },
  };
}

export function post(setup: HttpSetup, { path, fields, headers }: Captured) {
  return setup.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  });
}

/** Creates a proven callback with a running call; returns the attempt's token. */
export async function callUnderWay(
  setup: HttpSetup,
  visitor: Record<string, unknown>,
  sid: string,
): Promise<{ callbackId: string; token: string }> {
  const { request_id: callbackId } = await newCallback(setup, visitor);
  await verify(setup, callbackId, codeOf(setup, callbackId));
  const [claimed] = await setup.store.claim({
    kinds: ['place-call'],
    owner: 'test',
    at: setup.clock.now(),
    leaseMs: 1_000,
    limit: 1,
  });
  if (claimed === undefined) throw new Error('No call is due.');
  const begun = await beginOrRenewAttempt(setup.deps, claimed);
  if (!begun.ok) throw new Error(`The call was not begun: ${begun.reason}.`);
  const { token } = begun.attempt;
  await post(setup, signed(`/twilio/voice/${token}/status`, { CallSid: sid, CallStatus: 'in-progress' }));
  return { callbackId, token };
}
