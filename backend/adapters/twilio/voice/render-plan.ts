import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { CallPlan } from '../../../ports/carrier/voice-carrier.ts';
import type { WebhookUrls } from '../webhooks/webhook-urls.ts';

/** Seconds to press a key after the question. */
const keyPatience = 8;

/** The voice is left to the account's own setting in the carrier's console. */
const speech = { language: 'en-US' } as const;

/** Writes a plan as TwiML. */
export function renderPlan(plan: CallPlan, urls: WebhookUrls): { contentType: string; body: string } {
  const response = new VoiceResponse();
  switch (plan.do) {
    case 'screen':
      screen(response, plan, urls);
      break;
    case 'dial-visitor':
      dialVisitor(response, plan, urls);
      break;
    case 'say':
      response.say(speech, sayable(plan.say));
      break;
    case 'say-and-hang-up':
      response.say(speech, sayable(plan.say));
      response.hangup();
      break;
    case 'hang-up':
      response.hangup();
      break;
  }
  return { contentType: 'text/xml; charset=utf-8', body: response.toString() };
}

/** Silence, too, goes to the action, so that a voicemail is told from a hang-up. */
function screen(response: VoiceResponse, plan: Extract<CallPlan, { do: 'screen' }>, urls: WebhookUrls): void {
  const gather = response.gather({
    input: ['dtmf'],
    numDigits: 1,
    timeout: keyPatience,
    actionOnEmptyResult: true,
    action: urls.voice(plan.token, 'keys'),
  });
  gather.say(speech, sayable(plan.say));
  response.hangup();
}

/**
 * Who is recorded hears of it first, from an instruction that runs on the visitor's leg alone:
 * https://www.twilio.com/docs/voice/twiml/number#url
 */
function dialVisitor(
  response: VoiceResponse,
  plan: Extract<CallPlan, { do: 'dial-visitor' }>,
  urls: WebhookUrls,
): void {
  if (plan.say !== undefined) response.say(speech, sayable(plan.say));
  const dial = response.dial({
    action: urls.voice(plan.token, 'dial-finished'),
    callerId: plan.callerId,
    timeout: plan.ringSeconds,
    timeLimit: plan.maxSeconds,
    ...(plan.record ? { record: 'record-from-answer-dual' as const } : {}),
  });
  dial.number(
    {
      statusCallback: urls.voice(plan.token, 'visitor-status'),
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      ...(plan.record ? { url: urls.voice(plan.token, 'visitor-prompt') } : {}),
    },
    plan.visitor,
  );
}

/** What XML 1.0 cannot hold, https://www.w3.org/TR/xml/#charsets: the builder throws for it. */
function sayable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}
