import type { FastifyReply } from 'fastify';

export type RestError = { status: number; code: number; message: string };

function badRequest(code: number, message: string): RestError {
  return { status: 400, code, message };
}

/** Errors of Twilio's 2010 API: https://www.twilio.com/docs/api/errors */
export const restErrors = {
  authenticate: { status: 401, code: 20003, message: 'Authenticate' },
  tooManyRequests: { status: 429, code: 20429, message: 'Too Many Requests' },
  internal: { status: 500, code: 20500, message: 'Internal Server Error' },
  tooLarge: { status: 413, code: 20413, message: 'Request body is too large' },
  badRequest: badRequest(20400, 'The request could not be read'),
  notFound: (path: string): RestError => ({
    status: 404,
    code: 20404,
    message: `The requested resource ${path} was not found`,
  }),

  badPageSize: badRequest(20007, 'Page size must be a number from 1 to 1000'),
  noTo: badRequest(21201, "No 'To' number is specified"),
  badUrl: badRequest(21205, 'Url parameter is required and must be an absolute http(s) URL'),
  badSendDigits: badRequest(21206, 'SendDigits may hold 32 of 0-9 A-D * # w W'),
  badTimeout: badRequest(21208, 'Timeout and TimeLimit must be positive whole seconds; Timeout at most 600'),
  badMethod: badRequest(21209, 'Method must be GET or POST'),
  fromNotVerified: (from: string) =>
    badRequest(21210, `The source phone number provided, ${from}, is not yet verified for your account`),
  badTo: (to: string) => badRequest(21211, `The 'To' number ${to} is not a valid phone number.`),
  badFrom: (from: string) => badRequest(21212, `The 'From' number ${from} is not a valid phone number`),
  noFrom: badRequest(21213, "A 'From' phone number is required"),
  toNotReachable: (to: string) => badRequest(21214, `'To' phone number cannot be reached: ${to}`),
  voiceGeo: (to: string) => badRequest(21215, `Account not authorized to call ${to}`),
  toBlocked: (to: string) => badRequest(21216, `Calls to ${to} are blocked`),
  toNotValid: (to: string) => badRequest(21217, `Phone number does not appear to be valid: ${to}`),
  toNotVerified: (to: string) =>
    badRequest(21219, `The number ${to} is unverified. Trial accounts call only verified numbers.`),
  callNotInProgress: badRequest(21220, 'Call is not in-progress. Cannot redirect.'),
  badStatus: badRequest(21220, "Status may be 'canceled' or 'completed'"),
  twimlTooLong: badRequest(21623, 'Twiml may hold at most 4000 characters'),

  smsGeo: (to: string) =>
    badRequest(21408, `Permission to send an SMS has not been enabled for the region of ${to}`),
  noBody: badRequest(21602, 'Message body is required.'),
  smsNoFrom: badRequest(21603, "A 'From' phone number is required."),
  smsNoTo: badRequest(21604, "A 'To' phone number is required."),
  fromNotSmsCapable: (from: string) =>
    badRequest(
      21606,
      `The 'From' phone number ${from} is not a valid, message-capable number of this account.`,
    ),
  smsToNotVerified: (to: string) =>
    badRequest(
      21608,
      `The number ${to} is unverified. Trial accounts cannot send messages to unverified numbers.`,
    ),
  badStatusCallback: badRequest(21609, "The 'StatusCallback' URL is not a valid URL."),
  optedOut: badRequest(21610, 'Attempt to send to unsubscribed recipient'),
  queueFull: badRequest(21611, "This 'From' number has exceeded the maximum number of queued messages"),
  toNotRoutable: (to: string) =>
    badRequest(21612, `The 'To' phone number ${to} is not currently reachable via SMS`),
  toNotMobile: (to: string) => badRequest(21614, `'To' number ${to} is not a valid mobile number`),
  bodyTooLong: badRequest(21617, 'The concatenated message body exceeds the 1600 character limit.'),
  mixedChannels: badRequest(21910, "'From' and 'To' must be of the same channel"),
  noMessagingService: badRequest(21701, 'The Messaging Service does not exist'),
  noWhatsappSender: badRequest(63007, "Twilio could not find a Channel with the specified 'From' address"),
} as const;

/** Returns the JSON that the official client turns into a RestException. */
export function errorBody({ status, code, message }: RestError) {
  return {
    code,
    message,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  };
}

export function sendError(reply: FastifyReply, error: RestError) {
  return reply.code(error.status).send(errorBody(error));
}

/** The value read from a form, or the error to answer with. */
export type Checked<T> = { ok: true; value: T } | { ok: false; error: RestError };

export function accept<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function reject(error: RestError): Checked<never> {
  return { ok: false, error };
}
