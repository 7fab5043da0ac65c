import { type RestError, restErrors } from './rest-error.ts';

/** The valid From of Twilio's test credentials: accepted, never carried out. */
export const testNumber = '+15005550006';

type Refusals = Readonly<Record<string, (number: string) => RestError>>;

const callsFrom: Refusals = { '+15005550001': restErrors.badFrom };

const callsTo: Refusals = {
  '+15005550001': restErrors.toNotValid,
  '+15005550002': restErrors.toNotReachable,
  '+15005550003': restErrors.voiceGeo,
  '+15005550004': restErrors.toBlocked,
};

const messagesFrom: Refusals = {
  '+15005550001': restErrors.badFrom,
  '+15005550007': restErrors.fromNotSmsCapable,
  '+15005550008': () => restErrors.queueFull,
};

const messagesTo: Refusals = {
  '+15005550001': restErrors.badTo,
  '+15005550002': restErrors.toNotRoutable,
  '+15005550003': restErrors.smsGeo,
  '+15005550004': () => restErrors.optedOut,
  '+15005550009': restErrors.toNotMobile,
};

function refusal(froms: Refusals, tos: Refusals, from: string, to: string): RestError | undefined {
  return froms[from]?.(from) ?? tos[to]?.(to);
}

/** What Twilio's published magic numbers answer. https://www.twilio.com/docs/iam/test-credentials */
export function magicCallRefusal(from: string, to: string) {
  return refusal(callsFrom, callsTo, from, to);
}

export function magicMessageRefusal(from: string, to: string) {
  return refusal(messagesFrom, messagesTo, from, to);
}
