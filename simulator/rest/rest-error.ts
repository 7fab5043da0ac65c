import type { FastifyReply } from 'fastify';

export type RestError = { status: number; code: number; message: string };

function refused(code: number, message: string): RestError {
  return { status: 400, code, message };
}

/** Refusals of Twilio's 2010 API. https://www.twilio.com/docs/api/errors */
export const restErrors = {
  authenticate: { status: 401, code: 20003, message: 'Authenticate' },
  tooManyRequests: { status: 429, code: 20429, message: 'Too Many Requests' },
  internal: { status: 500, code: 20500, message: 'Internal Server Error' },
  tooLarge: { status: 413, code: 20413, message: 'Request body is too large' },
  badRequest: refused(20400, 'The request could not be read'),
  notFound: (path: string): RestError => ({
    status: 404,
    code: 20404,
    message: `The requested resource ${path} was not found`,
  }),

  badPageSize: refused(20007, 'Page size must be a number from 1 to 1000'),
  noTo: refused(21201, "No 'To' number is specified"),
  badUrl: refused(21205, 'Url parameter is required and must be an absolute http(s) URL'),
  badSendDigits: refused(21206, 'SendDigits may hold 32 of 0-9 A-D * # w W'),
  badTimeout: refused(21208, 'Timeout and TimeLimit must be positive whole seconds; Timeout at most 600'),
  badMethod: refused(21209, 'Method must be GET or POST'),
  fromNotVerified: (from: string) =>
    refused(21210, `The source phone number provided, ${from}, is not yet verified for your account`),
  badTo: (to: string) => refused(21211, `The 'To' number ${to} is not a valid phone number.`),
  badFrom: (from: string) => refused(21212, `The 'From' number ${from} is not a valid phone number`),
  noFrom: refused(21213, "A 'From' phone number is required"),
  toNotReachable: (to: string) => refused(21214, `'To' phone number cannot be reached: ${to}`),
  voiceGeo: (to: string) => refused(21215, `Account not authorized to call ${to}`),
  toBlocked: (to: string) => refused(21216, `Calls to ${to} are blocked`),
  toNotValid: (to: string) => refused(21217, `Phone number does not appear to be valid: ${to}`),
  toNotVerified: (to: string) =>
    refused(21219, `The number ${to} is unverified. Trial accounts call only verified numbers.`),
  callNotInProgress: refused(21220, 'Call is not in-progress. Cannot redirect.'),
  badStatus: refused(21220, "Status may be 'canceled' or 'completed'"),
  twimlTooLong: refused(21623, 'Twiml may hold at most 4000 characters'),

  smsGeo: (to: string) =>
    refused(21408, `Permission to send an SMS has not been enabled for the region of ${to}`),
  noBody: refused(21602, 'Message body is required.'),
  smsNoFrom: refused(21603, "A 'From' phone number is required."),
  smsNoTo: refused(21604, "A 'To' phone number is required."),
  fromNotSmsCapable: (from: string) =>
    refused(21606, `The 'From' phone number ${from} is not a valid, message-capable number of this account.`),
  smsToNotVerified: (to: string) =>
    refused(
      21608,
      `The number ${to} is unverified. Trial accounts cannot send messages to unverified numbers.`,
    ),
  badStatusCallback: refused(21609, "The 'StatusCallback' URL is not a valid URL."),
  optedOut: refused(21610, 'Attempt to send to unsubscribed recipient'),
  queueFull: refused(21611, "This 'From' number has exceeded the maximum number of queued messages"),
  toNotRoutable: (to: string) =>
    refused(21612, `The 'To' phone number ${to} is not currently reachable via SMS`),
  toNotMobile: (to: string) => refused(21614, `'To' number ${to} is not a valid mobile number`),
  bodyTooLong: refused(21617, 'The concatenated message body exceeds the 1600 character limit.'),
  mixedChannels: refused(21910, "'From' and 'To' must be of the same channel"),
  noMessagingService: refused(21701, 'The Messaging Service does not exist'),
  noWhatsappSender: refused(63007, "Twilio could not find a Channel with the specified 'From' address"),
} as const;

/** The JSON the official client turns into a RestException. */
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

/** What reading a form gives: its value, or the refusal to answer with. */
export type Checked<T> = { ok: true; value: T } | { ok: false; error: RestError };

export function accept<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function reject(error: RestError): Checked<never> {
  return { ok: false, error };
}
