import type { Carrier } from '../call/carrier.ts';
import type { Draft } from '../message/message-service.ts';
import type { OptOuts } from '../message/opt-out.ts';
import { isWhatsapp, numberOf } from '../message/whatsapp.ts';
import { isE164 } from '../phone/phone-number.ts';
import { connectionSettings } from '../webhook/connection-override.ts';
import { field } from './form.ts';
import { magicMessageError, testNumber } from './magic-numbers.ts';
import { accept, type Checked, type RestError, reject, restErrors } from './rest-error.ts';

const maxBodyLength = 1_600;

function partiesError(
  from: string,
  to: string,
  { numbers, settings }: Carrier,
  optOuts: OptOuts,
): RestError | undefined {
  if (!isE164(numberOf(to))) return restErrors.badTo(to);
  if (isWhatsapp(to) !== isWhatsapp(from)) return restErrors.mixedChannels;
  if (isWhatsapp(to)) return numbers.includes(numberOf(from)) ? undefined : restErrors.noWhatsappSender;
  if (![...numbers, testNumber].includes(from)) return restErrors.fromNotSmsCapable(from);
  if (settings.smsPrefixes && !settings.smsPrefixes.some((prefix) => to.startsWith(prefix)))
    return restErrors.smsGeo(to);
  if (settings.trial && !settings.verifiedNumbers.includes(to)) return restErrors.smsToNotVerified(to);
  return optOuts.has(from, to) ? restErrors.optedOut : undefined;
}

/** Reads and checks the form of POST /Messages as Twilio does. */
export function messageDraft(form: URLSearchParams, carrier: Carrier, optOuts: OptOuts): Checked<Draft> {
  const to = field(form, 'To');
  const from = field(form, 'From');
  const body = form.getAll('Body').at(-1) || undefined;
  const statusCallback = field(form, 'StatusCallback');
  if (to === undefined) return reject(restErrors.smsNoTo);
  if (from === undefined) {
    const service = field(form, 'MessagingServiceSid');
    return reject(service === undefined ? restErrors.smsNoFrom : restErrors.noMessagingService);
  }
  const partyError = magicMessageError(from, to) ?? partiesError(from, to, carrier, optOuts);
  if (partyError) return reject(partyError);
  if (body === undefined) return reject(restErrors.noBody);
  if (body.length > maxBodyLength) return reject(restErrors.bodyTooLong);
  if (statusCallback !== undefined && !connectionSettings(statusCallback)) {
    return reject(restErrors.badStatusCallback);
  }
  return accept({ from, to, body, statusCallback });
}
