import type { PlaceCall, PlaceResult } from '../../../ports/carrier/voice-carrier.ts';
import type { TwilioClient } from '../client/client.ts';
import { explainError } from '../client/explain-error.ts';
import { readFailure } from '../client/failure.ts';
import { readLeg } from '../client/leg-report.ts';
import type { WebhookUrls } from '../webhooks/webhook-urls.ts';

/** https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource */
const maxReasonLength = 50;

/**
 * Asks for a call, once. A request that certainly never reached the carrier answers `throttled` like one that was
 * turned away with a 429: in both cases there is no call and the same attempt may ask again.
 */
export async function placeCall(
  client: TwilioClient,
  urls: WebhookUrls,
  call: PlaceCall,
): Promise<PlaceResult> {
  try {
    const made = await client.calls.create({
      to: call.to,
      from: call.from,
      url: urls.voice(call.token, 'prompt'),
      fallbackUrl: urls.voice(call.token, 'fallback'),
      statusCallback: urls.voice(call.token, 'status'),
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      timeout: call.ringSeconds,
      timeLimit: call.maxCallSeconds,
      callReason: [...call.reason].slice(0, maxReasonLength).join(''),
    });
    const leg = readLeg(made.sid, made.status, undefined);
    return leg === undefined
      ? { result: 'unknown', cause: 'unreadable-answer' }
      : { result: 'placed', call: leg };
  } catch (error) {
    return failedPlace(error);
  }
}

function failedPlace(error: unknown): PlaceResult {
  const failure = readFailure(error);
  switch (failure.kind) {
    case 'not-sent':
      return { result: 'throttled' };
    case 'unanswered':
      return { result: 'unknown', cause: failure.cause };
    case 'turned-away':
      return failure.status === 429
        ? { result: 'throttled' }
        : { result: 'refused', refusal: explainError(failure.code, failure.status) };
  }
}
