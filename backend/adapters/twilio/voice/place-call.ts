import type { PlaceCall, PlaceResult } from '../../../ports/carrier/voice-carrier.ts';
import type { TwilioClient } from '../client/client.ts';
import { explainError } from '../client/explain-error.ts';
import { readFailure } from '../client/failure.ts';
import { readLeg } from '../client/leg-report.ts';
import type { WebhookUrls } from '../webhooks/webhook-urls.ts';

/** https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource */
const maxReasonCharacters = 50;

/** A phone system needs a moment before it hears keys. Each `w` is half a second. */
const greetingPause = 'wwww';

/**
 * Requests a call, once. Returns `throttled` for a 429 and for a request that was not sent: in both cases there is no
 * call and the same attempt can retry.
 */
export async function placeCall(
  client: TwilioClient,
  urls: WebhookUrls,
  call: PlaceCall,
): Promise<PlaceResult> {
  try {
    const created = await client.calls.create({
      to: call.to,
      from: call.from,
      url: urls.voice(call.token, call.speaksCode ? 'code-prompt' : 'prompt'),
      fallbackUrl: urls.voice(call.token, 'fallback'),
      statusCallback: urls.voice(call.token, call.speaksCode ? 'code-status' : 'status'),
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      timeout: call.ringSeconds,
      timeLimit: call.maxCallSeconds,
      ...(call.extension !== undefined && { sendDigits: `${greetingPause}${call.extension}` }),
      callReason: [...call.reason].slice(0, maxReasonCharacters).join(''),
    });
    const leg = readLeg(created.sid, created.status, undefined);
    return leg === undefined
      ? { result: 'unknown', cause: 'unreadable-answer' }
      : { result: 'placed', call: leg };
  } catch (error) {
    return placeFailed(error);
  }
}

function placeFailed(error: unknown): PlaceResult {
  const failure = readFailure(error);
  switch (failure.kind) {
    case 'not-sent':
      return { result: 'throttled' };
    case 'unanswered':
      return { result: 'unknown', cause: failure.cause };
    case 'rejected':
      return failure.status === 429
        ? { result: 'throttled' }
        : { result: 'refused', refusal: explainError(failure.code, failure.status) };
  }
}
