import { randomUUID } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { simulatorAccount } from '../../backend/config/carrier.ts';
import type { HttpClient } from './http-client.ts';
import { monotonic } from './monotonic.ts';
import { ownNumbers } from './visitors.ts';

export type WebhookAnswer = {
  body: string;
  /** Address of the call's next webhook. */
  next: string;
  /** Time from the request to the last byte of the response. */
  tookMs: number;
};

/** Requests the next TwiML of a call, like the carrier during a call. */
export async function sendWebhook(
  client: HttpClient,
  webhook: { url: string; sid: string; digits: string | undefined },
): Promise<WebhookAnswer> {
  const { origin, pathname } = new URL(webhook.url);
  const fields = fieldsOf(webhook.sid, webhook.digits);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'x-twilio-signature': getExpectedTwilioSignature(
      simulatorAccount.authToken,
      `${origin}${pathname}`,
      fields,
    ),
    'i-twilio-idempotency-token': randomUUID(),
  };
  const form = new URLSearchParams(fields).toString();
  const startedAt = monotonic();
  const { status, body } = await client.post(pathname, form, headers);
  const tookMs = monotonic() - startedAt;
  if (status !== 200) throw new Error(`The backend refused a webhook: ${status} ${body}`);
  return { body, next: /action="([^"]+)"/.exec(body)?.[1] ?? '', tookMs };
}

/** https://www.twilio.com/docs/voice/twiml#request-parameters */
function fieldsOf(sid: string, digits: string | undefined): Record<string, string> {
  return {
    CallSid: sid,
    AccountSid: simulatorAccount.sid,
    From: ownNumbers.caller,
    To: ownNumbers.business,
    Caller: ownNumbers.caller,
    Called: ownNumbers.business,
    CallStatus: 'in-progress',
    ApiVersion: '2010-04-01',
    Direction: 'outbound-api',
    CallerCountry: 'US',
    CalledCountry: 'US',
    ...(digits === undefined ? {} : { Digits: digits, FinishedOnKey: '' }),
  };
}
