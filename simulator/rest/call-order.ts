import { type CallEvent, callEvents, type StatusCallback } from '../call/call.ts';
import type { Carrier } from '../call/carrier.ts';
import { isE164, isSipAddress } from '../phone/phone-number.ts';
import type { CallOrder } from '../switchboard/place-call.ts';
import type { DocumentSource } from '../twiml/verb.ts';
import { connectionSettings } from '../webhook/connection-override.ts';
import { type HttpMethod, httpMethod } from '../webhook/webhook.ts';
import { field, secondsField } from './form.ts';
import { magicCallError, testNumber } from './magic-numbers.ts';
import { accept, type Checked, type RestError, reject, restErrors } from './rest-error.ts';

const maxTwimlLength = 4_000;
const daySeconds = 86_400;

/** Reads a method field: POST when missing, undefined when neither GET nor POST. */
function method(form: URLSearchParams, name: string): HttpMethod | undefined {
  return httpMethod(field(form, name) ?? 'POST');
}

/** Reads the source of the call's document. Url takes precedence over Twiml. */
export function documentSource(form: URLSearchParams): Checked<DocumentSource> {
  const url = field(form, 'Url');
  const twiml = field(form, 'Twiml');
  if (url === undefined && twiml !== undefined) {
    return twiml.length > maxTwimlLength
      ? reject(restErrors.twimlTooLong)
      : accept({ kind: 'inline', twiml });
  }
  if (url === undefined || !connectionSettings(url)) return reject(restErrors.badUrl);
  const requestMethod = method(form, 'Method');
  if (!requestMethod) return reject(restErrors.badMethod);
  return accept({ kind: 'request', webhook: 'voice', url, method: requestMethod, params: {} });
}

/** Reads an optional address with its method. */
function address(
  form: URLSearchParams,
  name: string,
): Checked<{ url: string; method: HttpMethod } | undefined> {
  const url = field(form, name);
  if (url === undefined) return accept(undefined);
  if (!connectionSettings(url))
    return reject(name === 'FallbackUrl' ? restErrors.badUrl : restErrors.badStatusCallback);
  const requestMethod = method(form, name === 'FallbackUrl' ? 'FallbackMethod' : `${name}Method`);
  return requestMethod ? accept({ url, method: requestMethod }) : reject(restErrors.badMethod);
}

/**
 * Reads StatusCallback and its events, which are repeated fields. One unknown event, such as several names in one
 * field, cancels the whole subscription with warning 21626.
 * https://www.twilio.com/docs/api/errors/21626
 */
function statusCallback(
  form: URLSearchParams,
  warn: (code: number) => void,
): Checked<StatusCallback | undefined> {
  const to = address(form, 'StatusCallback');
  if (!to.ok || !to.value) return to.ok ? accept(undefined) : to;
  // The host must not contain an underscore: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
  if (new URL(to.value.url).hostname.includes('_')) return reject(restErrors.badStatusCallback);
  const named = form.getAll('StatusCallbackEvent').filter((name) => name !== '');
  const events = new Set<CallEvent>(callEvents.filter((event) => named.includes(event)));
  if (named.some((name) => !callEvents.some((event) => event === name))) {
    warn(21626);
    return accept(undefined);
  }
  return accept({ ...to.value, events: named.length === 0 ? new Set<CallEvent>(['completed']) : events });
}

function partiesError(from: string, to: string, { numbers, settings }: Carrier): RestError | undefined {
  if (!isE164(from)) return restErrors.badFrom(from);
  if (![...numbers, ...settings.verifiedNumbers, testNumber].includes(from))
    return restErrors.fromNotVerified(from);
  if (isSipAddress(to)) return undefined;
  if (!isE164(to)) return restErrors.badTo(to);
  if (settings.voicePrefixes && !settings.voicePrefixes.some((prefix) => to.startsWith(prefix))) {
    return restErrors.voiceGeo(to);
  }
  return settings.trial && !settings.verifiedNumbers.includes(to) ? restErrors.toNotVerified(to) : undefined;
}

function machineDetection(form: URLSearchParams): Checked<CallOrder['machineDetection']> {
  const mode = field(form, 'MachineDetection');
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd') return accept(undefined);
  const callback = address(form, 'AsyncAmdStatusCallback');
  if (!callback.ok) return callback;
  return accept({ mode, async: field(form, 'AsyncAmd')?.toLowerCase() === 'true', callback: callback.value });
}

/** Reads and checks the form of POST /Calls as Twilio does, From and To first. */
export function callOrder(
  form: URLSearchParams,
  carrier: Carrier,
  warn: (code: number) => void,
): Checked<CallOrder> {
  const to = field(form, 'To');
  const from = field(form, 'From');
  if (to === undefined) return reject(restErrors.noTo);
  if (from === undefined) return reject(restErrors.noFrom);
  const partyError = magicCallError(from, to) ?? partiesError(from, to, carrier);
  if (partyError) return reject(partyError);
  const source = documentSource(form);
  if (!source.ok) return source;
  const fallback = address(form, 'FallbackUrl');
  if (!fallback.ok) return fallback;
  const callback = statusCallback(form, warn);
  if (!callback.ok) return callback;
  const detection = machineDetection(form);
  if (!detection.ok) return detection;
  const sendDigits = field(form, 'SendDigits') ?? '';
  if (!/^[0-9A-D*#wW]{0,32}$/.test(sendDigits)) return reject(restErrors.badSendDigits);
  const timeout = secondsField(form, 'Timeout', { defaultSeconds: 60, max: 600 });
  const timeLimit = secondsField(form, 'TimeLimit', { defaultSeconds: 14_400, max: daySeconds });
  if (Number.isNaN(timeout) || Number.isNaN(timeLimit)) return reject(restErrors.badTimeout);
  return accept({
    from,
    to,
    sendDigits,
    source: source.value,
    fallback: fallback.value,
    statusCallback: callback.value,
    machineDetection: detection.value,
    ringTimeoutMs: timeout * 1_000,
    timeLimitMs: timeLimit * 1_000,
    isDryRun: from === testNumber,
  });
}
