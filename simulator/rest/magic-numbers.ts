import { type RestError, restErrors } from './rest-error.ts';

/** The valid From of Twilio's test credentials. Its calls and messages are accepted and never sent. */
export const testNumber = '+15005550006';

type Errors = Readonly<Record<string, (number: string) => RestError>>;

const callsFrom: Errors = { '+15005550001': restErrors.badFrom };

const callsTo: Errors = {
  '+15005550001': restErrors.toNotValid,
  '+15005550002': restErrors.toNotReachable,
  '+15005550003': restErrors.voiceGeo,
  '+15005550004': restErrors.toBlocked,
};

const messagesFrom: Errors = {
  '+15005550001': restErrors.badFrom,
  '+15005550007': restErrors.fromNotSmsCapable,
  '+15005550008': () => restErrors.queueFull,
};

const messagesTo: Errors = {
  '+15005550001': restErrors.badTo,
  '+15005550002': restErrors.toNotRoutable,
  '+15005550003': restErrors.smsGeo,
  '+15005550004': () => restErrors.optedOut,
  '+15005550009': restErrors.toNotMobile,
};

function findError(froms: Errors, tos: Errors, from: string, to: string): RestError | undefined {
  return froms[from]?.(from) ?? tos[to]?.(to);
}

/** Returns the error of Twilio's published magic numbers: https://www.twilio.com/docs/iam/test-credentials */
export function magicCallError(from: string, to: string) {
  return findError(callsFrom, callsTo, from, to);
}

export function magicMessageError(from: string, to: string) {
  return findError(messagesFrom, messagesTo, from, to);
}
