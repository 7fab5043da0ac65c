import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { Language } from '../../../../languages/languages.ts';
import type { CallPlan } from '../../../ports/carrier/voice-carrier.ts';
import type { WebhookUrls } from '../webhooks/webhook-urls.ts';
import { voices } from './voices.ts';

/** Time to press a key after the prompt. */
const keyTimeoutSeconds = 8;

/** How often the prompt is said. Each repeat costs the call time that a voicemail also gets. */
const promptTimes = 3;
const promptPauseSeconds = 2;

type Spoken = { say: string; language: Language };

/** Renders a plan as TwiML. */
export function renderPlan(plan: CallPlan, urls: WebhookUrls): { contentType: string; body: string } {
  const response = new VoiceResponse();
  switch (plan.do) {
    case 'screen':
      screen(response, plan, urls);
      break;
    case 'dial-visitor':
      dialVisitor(response, plan, urls);
      break;
    case 'forward':
      forward(response, plan, urls);
      break;
    case 'whisper':
      askBefore(response, plan, urls.voice(plan.inboundSid, 'inbound-keys'));
      break;
    case 'screen-visitor':
      screenVisitor(response, plan, urls);
      break;
    case 'connect-visitor':
      if (plan.say !== undefined) response.say(voices[plan.language], stripInvalidXml(plan.say));
      break;
    case 'offer-code':
      offerCode(response, plan, urls);
      break;
    case 'speak-code':
      speakCode(response, plan);
      break;
    case 'say-and-hang-up':
      response.say(voices[plan.language], stripInvalidXml(plan.say));
      response.hangup();
      break;
    case 'hang-up':
      response.hangup();
      break;
  }
  return { contentType: 'text/xml; charset=utf-8', body: response.toString() };
}

/**
 * Says the prompt several times: a phone's call screening assistant talks over the first one. An empty `finishOnKey`
 * makes # a key like any other; by default # ends the input without a digit, which would look like silence. Silence is
 * reported to the action as well, which tells a voicemail from a hang-up.
 */
function screen(response: VoiceResponse, plan: Extract<CallPlan, { do: 'screen' }>, urls: WebhookUrls): void {
  askBefore(response, plan, urls.voice(plan.token, 'keys'));
}

function askBefore(response: VoiceResponse, { say, language }: Spoken, action: string): void {
  const gather = response.gather({
    input: ['dtmf'],
    numDigits: 1,
    timeout: keyTimeoutSeconds,
    finishOnKey: '',
    actionOnEmptyResult: true,
    action,
  });
  for (let time = 1; time <= promptTimes; time += 1) {
    if (time > 1) gather.pause({ length: promptPauseSeconds });
    gather.say(voices[language], stripInvalidXml(say));
  }
  response.hangup();
}

/** How often the question to the visitor is said; the business waits meanwhile. */
const visitorPromptTimes = 2;

/**
 * Runs on the visitor's leg before the legs are bridged, where only Play, Say, Gather and Hangup work. A document that
 * ends without Hangup connects both, so silence must end in one.
 */
function screenVisitor(
  response: VoiceResponse,
  plan: Extract<CallPlan, { do: 'screen-visitor' }>,
  urls: WebhookUrls,
): void {
  const gather = response.gather({
    input: ['dtmf'],
    numDigits: 1,
    timeout: keyTimeoutSeconds,
    finishOnKey: '',
    actionOnEmptyResult: true,
    action: urls.voice(plan.token, plan.isLast ? 'visitor-last-keys' : 'visitor-keys'),
  });
  for (let time = 1; time <= visitorPromptTimes; time += 1)
    gather.say(voices[plan.language], stripInvalidXml(plan.say));
  response.hangup();
}

/** A voicemail presses no key, so it hears the question only. */
function offerCode(
  response: VoiceResponse,
  plan: Extract<CallPlan, { do: 'offer-code' }>,
  urls: WebhookUrls,
): void {
  const gather = response.gather({
    input: ['dtmf'],
    numDigits: 1,
    timeout: keyTimeoutSeconds,
    finishOnKey: '',
    actionOnEmptyResult: true,
    action: urls.voice(plan.token, plan.isLast ? 'code-last-keys' : 'code-keys'),
  });
  for (let time = 1; time <= visitorPromptTimes; time += 1)
    gather.say(voices[plan.language], stripInvalidXml(plan.say));
  response.hangup();
}

/** Each digit is a sentence of its own with a pause after it: there is time to type it. */
function speakCode(response: VoiceResponse, plan: Extract<CallPlan, { do: 'speak-code' }>): void {
  const voice = voices[plan.language];
  for (const sentence of plan.before) {
    response.say(voice, stripInvalidXml(sentence));
    for (const digit of plan.digits) {
      response.say(voice, digit);
      response.pause({ length: 1 });
    }
  }
  response.say(voice, stripInvalidXml(plan.after));
  response.hangup();
}

/**
 * `url` asks what to say on the visitor's leg before the legs are bridged: that the call is recorded, or to press 1.
 * https://www.twilio.com/docs/voice/twiml/number#url
 */
function dialVisitor(
  response: VoiceResponse,
  plan: Extract<CallPlan, { do: 'dial-visitor' }>,
  urls: WebhookUrls,
): void {
  if (plan.say !== undefined) response.say(voices[plan.language], stripInvalidXml(plan.say));
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
      ...(plan.record || plan.screenVisitor ? { url: urls.voice(plan.token, 'visitor-prompt') } : {}),
    },
    plan.visitor,
  );
}

/** `url` runs on the business's leg; until its key is pressed the caller hears ringing. */
function forward(
  response: VoiceResponse,
  plan: Extract<CallPlan, { do: 'forward' }>,
  urls: WebhookUrls,
): void {
  response.say(voices[plan.language], stripInvalidXml(plan.say));
  const dial = response.dial({
    action: urls.voice(plan.inboundSid, 'inbound-finished'),
    callerId: plan.callerId,
    timeout: plan.ringSeconds,
    timeLimit: plan.maxSeconds,
  });
  const whisper = plan.whispers ? { url: urls.voice(plan.inboundSid, 'inbound-whisper') } : {};
  if (/^sips?:/i.test(plan.to)) dial.sip(whisper, plan.to);
  else
    dial.number(
      { ...whisper, ...(plan.extension === undefined ? {} : { sendDigits: `wwww${plan.extension}` }) },
      plan.to,
    );
}

/** Removes what XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets); the TwiML builder would throw. */
function stripInvalidXml(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}
