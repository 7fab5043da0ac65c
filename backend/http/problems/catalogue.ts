import type { ProblemCode } from '../../../contract/problem.ts';
import { operatorProblems, type ProblemKind } from './operator-problems.ts';

/** The HTTP status and the texts of every error answer. A detail says what was wrong, where, and how to fix it. */
export const problems: Record<ProblemCode, ProblemKind> = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    detail:
      'At least one field, header or the address is not valid. Correct what `errors` lists and send the ' +
      'request again.',
  },
  'invalid-json': {
    status: 400,
    title: 'The body is not acceptable JSON',
    detail:
      'The body must be one complete JSON object without the keys __proto__ and constructor. If no body is ' +
      'needed, omit the Content-Type header.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The type of the body is not supported',
    detail: 'Send the body as JSON, with the header Content-Type: application/json.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    detail: 'The body must not exceed 16 KB. Send only the fields that the API description lists.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    detail: 'All headers together must not exceed 16 KB. Send fewer or shorter headers.',
  },
  'request-too-slow': {
    status: 408,
    title: 'The request did not arrive in time',
    detail: 'The request was not complete within 20 seconds. Send it again.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    detail: 'This address or callback does not exist. Check the address, or request a new callback.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not support the method',
    detail: 'Use one of the methods in the Allow header.',
  },
  'phone-not-a-number': {
    status: 422,
    title: 'This is not a phone number',
    detail:
      'The field phone does not contain a phone number. Enter it with its area code, for example +1 201 ' +
      '555 0123.',
  },
  'phone-too-short': {
    status: 422,
    title: 'The phone number is too short',
    detail: 'Digits are missing in the field phone. Enter the whole number, including the area code.',
  },
  'phone-too-long': {
    status: 422,
    title: 'The phone number is too long',
    detail: 'The field phone has more digits than a phone number can have. Remove the extra digits.',
  },
  'phone-invalid': {
    status: 422,
    title: 'This phone number does not exist',
    detail: 'The number in the field phone cannot exist. Check it for a wrong digit.',
  },
  'phone-region-not-allowed': {
    status: 422,
    title: 'Numbers of this country are not called',
    detail:
      'The number in the field phone belongs to a country that is not called. Enter a number of a country ' +
      'that /api/v1/site lists.',
  },
  'phone-type-not-allowed': {
    status: 422,
    title: 'Numbers of this kind are not called',
    detail: 'Premium, shared-cost, satellite and pager numbers are not called. Enter a mobile number.',
  },
  'phone-landline': {
    status: 422,
    title: 'A landline cannot receive the code',
    detail: 'The code is sent by text message, which a landline cannot receive. Enter a mobile number.',
  },
  'phone-extension': {
    status: 422,
    title: 'Numbers with an extension are not called',
    detail:
      'The number in the field phone has an extension, which a code by text message cannot reach. Enter a ' +
      'direct number without it.',
  },
  'phone-our-own-number': {
    status: 422,
    title: 'This number belongs to the business',
    detail:
      'The number in the field phone belongs to the business itself. Enter the number of your own phone.',
  },
  'sign-in-required': {
    status: 401,
    title: 'Sign-in is required',
    detail:
      'There is no session, or it has expired. Sign in with one of the providers, then send the request ' +
      'again with the session as Authorization: Bearer.',
  },
  'hand-off-refused': {
    status: 400,
    title: 'The sign-in could not be completed',
    detail:
      'The code is unknown, already used or older than a minute, or the verifier does not match it. Sign ' +
      'in again.',
  },
  'return-to-not-allowed': {
    status: 400,
    title: 'The page to return to is not registered',
    detail:
      'The origin of return_to must be exactly that of FRONTEND_URL or one of ALLOWED_ORIGINS. Correct ' +
      'return_to, or add its origin to ALLOWED_ORIGINS.',
  },
  'opted-out': {
    status: 422,
    title: 'This number has opted out',
    detail:
      'The number in the field phone sent STOP, so it gets no text messages and no calls. Send START from ' +
      'that phone to the calling number, or enter another number.',
  },
  blocked: {
    status: 403,
    title: 'Blocked by the business',
    detail:
      'The business has blocked this phone number, or the network of this client. Contact the business in ' +
      'another way.',
  },
  'captcha-required': {
    status: 403,
    title: 'The captcha is missing',
    detail:
      'The field captcha is missing. Read the kind of captcha from /api/v1/site, solve it, and send the ' +
      'solution in the field captcha.',
  },
  'captcha-refused': {
    status: 403,
    title: 'The captcha is not accepted',
    detail: 'The solution in the field captcha is wrong, expired or already used. Solve a new captcha.',
  },
  'captcha-unavailable': {
    status: 503,
    title: 'The captcha cannot be checked at the moment',
    detail:
      'The captcha service does not answer, so nothing was done. Send the same request again in a moment.',
  },
  'budget-reached': {
    status: 503,
    title: 'No more calls at the moment',
    detail:
      'The budget of the business for calls and text messages is used up for this hour or day. Try again ' +
      'after retry_after seconds, or contact the business in another way.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: 'This client sent more requests than the rate limit allows. Try again after retry_after seconds.',
  },
  'too-many-codes': {
    status: 429,
    title: 'Too many codes for this number',
    detail: 'This number got the maximum number of codes. Try again after retry_after seconds.',
  },
  'resend-too-soon': {
    status: 429,
    title: 'The last code may still be on its way',
    detail: 'Another code can be sent only after a pause. Try again after retry_after seconds.',
  },
  'too-many-streams': {
    status: 429,
    title: 'Too many event streams are open',
    detail:
      'The maximum of open event streams is reached. Close one, or read the callback at intervals instead.',
  },
  'wrong-code': {
    status: 422,
    title: 'The code is wrong',
    detail: 'The field code does not match the latest text message. Check the digits and try again.',
  },
  'code-expired': {
    status: 410,
    title: 'The code has expired',
    detail: 'A code is valid for 10 minutes. Request another code and enter that one.',
  },
  'code-spent': {
    status: 410,
    title: 'Too many wrong codes',
    detail: 'This code accepts no more guesses. Request another code and enter that one.',
  },
  'request-ended': {
    status: 409,
    title: 'This callback has ended',
    detail: 'An ended callback accepts no code. Request a new callback.',
  },
  'not-in-this-state': {
    status: 409,
    title: 'Not possible in this state',
    detail:
      'The callback is in the status that request_status names, which does not allow this step. Read the ' +
      'callback again.',
  },
  ...operatorProblems,
  'request-under-way': {
    status: 409,
    title: 'A callback is under way for this number',
    detail:
      'While a callback of this number is under way, its data cannot be erased, and no other callback of it can be ' +
      'retried. Cancel it, or wait for its end, then try again.',
  },
  'idempotency-key-reused': {
    status: 409,
    title: 'The Idempotency-Key belongs to another request',
    detail: 'The same key was sent with a different body before. Use a new key for a new request.',
  },
  'idempotency-key-invalid': {
    status: 400,
    title: 'The Idempotency-Key is not valid',
    detail: 'The Idempotency-Key header must have 1 to 255 printable ASCII characters, for example a UUID.',
  },
  'origin-not-allowed': {
    status: 403,
    title: 'This page may not use the API',
    detail: 'The Origin of the page is not allowed. The operator can add it to ALLOWED_ORIGINS.',
  },
  'bad-signature': {
    status: 403,
    title: 'The signature is wrong',
    detail:
      'The webhook is not signed by the carrier for this address. Check that the carrier calls ' +
      'PUBLIC_BASE_URL and that TWILIO_AUTH_TOKEN is current.',
  },
  'temporarily-unavailable': {
    status: 503,
    title: 'Not possible at the moment',
    detail: 'The data could not be saved, so nothing was done. Send the same request again in a moment.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    detail:
      'The server failed, and the error was logged. Try again. If it fails again, report it with its ' +
      'x-request-id.',
  },
};
