import { randomUUID } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { simulatorAccount } from '../../backend/config/carrier.ts';
import type { HttpClient } from './http-client.ts';
import { monotonic } from './monotonic.ts';
import { ownNumbers } from './visitors.ts';

export type WebhookAnswer = {
  body: string;
  /** Where the answer sends the call's next question. */
  next: string;
  /** From sending to the last byte of the answer, milliseconds. */
  took: number;
};

/** Asks what a call is to do next, as the carrier does while somebody is on the phone. */
export async function askInWebhook(
  client: HttpClient,
  question: { url: string; sid: string; digits: string | undefined },
): Promise<WebhookAnswer> {
  const { origin, pathname } = new URL(question.url);
  const fields = fieldsOf(question.sid, question.digits);
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
  const begun = monotonic();
  const { status, body } = await client.post(pathname, form, headers);
  const took = monotonic() - begun;
  if (status !== 200) throw new Error(`A webhook was refused: ${status} ${body}`);
  return { body, next: /action="([^"]+)"/.exec(body)?.[1] ?? '', took };
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
