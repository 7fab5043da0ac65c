import type { Carrier } from '../call/carrier.ts';
import type { OptOuts } from '../message/opt-out.ts';
import type { Draft } from '../message/post-office.ts';
import { isE164 } from '../phone-number.ts';
import { connectionSettings } from '../webhook/connection-override.ts';
import type { Checked } from './call-order.ts';
import { field } from './form.ts';
import { magicMessageRefusal, TEST_NUMBER } from './magic-numbers.ts';
import { type RestError, restErrors } from './rest-error.ts';

const LONGEST_BODY = 1_600;

const partiesRefusal = (
  from: string,
  to: string,
  { numbers, settings }: Carrier,
  optOuts: OptOuts,
): RestError | null => {
  if (!isE164(to)) return restErrors.badTo(to);
  if (![...numbers, TEST_NUMBER].includes(from)) return restErrors.fromNotSmsCapable(from);
  if (settings.smsPrefixes && !settings.smsPrefixes.some((prefix) => to.startsWith(prefix)))
    return restErrors.smsGeo(to);
  if (settings.trial && !settings.verifiedNumbers.includes(to)) return restErrors.smsToNotVerified(to);
  return optOuts.has(from, to) ? restErrors.optedOut : null;
};

const bodyRefusal = (body: string | null): RestError | null => {
  if (body === null) return restErrors.noBody;
  return body.length > LONGEST_BODY ? restErrors.bodyTooLong : null;
};

/** Reads the form of POST /Messages and checks it as Twilio does. */
export const messageDraft = (form: URLSearchParams, carrier: Carrier, optOuts: OptOuts): Checked<Draft> => {
  const to = field(form, 'To');
  const from = field(form, 'From');
  const body = form.getAll('Body').at(-1) || null;
  const statusCallback = field(form, 'StatusCallback');
  if (to === null) return { ok: false, error: restErrors.smsNoTo };
  if (from === null) {
    return {
      ok: false,
      error: field(form, 'MessagingServiceSid') ? restErrors.noMessagingService : restErrors.smsNoFrom,
    };
  }
  const error =
    magicMessageRefusal(from, to) ??
    partiesRefusal(from, to, carrier, optOuts) ??
    bodyRefusal(body) ??
    (statusCallback !== null && !connectionSettings(statusCallback) ? restErrors.badStatusCallback : null);
  return error || body === null
    ? { ok: false, error: error ?? restErrors.noBody }
    : { ok: true, value: { from, to, body, statusCallback } };
};
