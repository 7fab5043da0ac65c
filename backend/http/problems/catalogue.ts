import type { ProblemCode } from '../../../contract/problem.ts';

type ProblemKind = { status: number; title: string; detail: string };

/** Every way a request can go wrong: the only place where the HTTP statuses of errors stand. */
export const problems: Record<ProblemCode, ProblemKind> = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    detail:
      'Something in the request is not as it should be. Mend what is listed in errors and send it again.',
  },
  'invalid-json': {
    status: 400,
    title: 'The body is not JSON that can be accepted',
    detail:
      'The body must be one JSON object, complete, and without the keys __proto__ and constructor. ' +
      'Where no body is needed, leave the Content-Type header out.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of a type that is not read here',
    detail: 'Send the body as JSON, with the header Content-Type: application/json.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    detail: 'A body may have at most 16 KB. Send only the fields that are described in the API.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    detail: 'All headers together may have at most 16 KB. Send fewer or shorter ones.',
  },
  'request-too-slow': {
    status: 408,
    title: 'The request did not arrive in time',
    detail: 'The request was not complete when the time for it ran out. Send it again.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    detail: 'No such address, or no such request. Look at the address, or ask for a new callback.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take that method',
    detail: 'Use one of the methods that the Allow header names.',
  },
  'phone-not-a-number': {
    status: 422,
    title: 'This is not a phone number',
    detail:
      'The field phone holds no phone number. Write it with its area code, for example +1 201 555 0123.',
  },
  'phone-too-short': {
    status: 422,
    title: 'The phone number is too short',
    detail: 'Digits are missing from the field phone. Write the whole number, area code included.',
  },
  'phone-too-long': {
    status: 422,
    title: 'The phone number is too long',
    detail:
      'The field phone has more digits than a phone number can have. Leave out what does not belong to it.',
  },
  'phone-invalid': {
    status: 422,
    title: 'There is no such phone number',
    detail: 'The number in the field phone cannot exist. Look for a digit that is wrong.',
  },
  'phone-region-not-allowed': {
    status: 422,
    title: 'Numbers of this country are not called',
    detail:
      'The number in the field phone belongs to a country that is not called. Give one of the listed countries.',
  },
  'phone-type-not-allowed': {
    status: 422,
    title: 'Numbers of this kind are not called',
    detail: 'Premium, shared-cost, satellite and pager numbers are not called. Give a mobile number.',
  },
  'phone-landline': {
    status: 422,
    title: 'A landline cannot receive the code',
    detail:
      'The number is confirmed by a text message, which a landline cannot receive. Give a mobile number.',
  },
  'phone-our-own-number': {
    status: 422,
    title: 'This is our own number',
    detail:
      'The number in the field phone belongs to the business itself. Give the number of your own phone.',
  },
  'sign-in-required': {
    status: 401,
    title: 'Signing in is needed',
    detail:
      'Nobody is signed in, or the sign-in has run out. Sign in with one of the providers, then ask again with ' +
      'the session as Authorization: Bearer.',
  },
  'hand-off-refused': {
    status: 400,
    title: 'The sign-in could not be taken over',
    detail:
      'The code is unknown, used or older than a minute, or the verifier is not the one it was made for. Sign in again.',
  },
  'return-to-not-allowed': {
    status: 400,
    title: 'The page to return to is not registered',
    detail:
      'return_to must be an address whose origin is that of FRONTEND_URL or one of ALLOWED_ORIGINS, to the letter.',
  },
  'opted-out': {
    status: 422,
    title: 'This number does not want to be contacted',
    detail:
      'Somebody sent STOP from this number, so neither texts nor calls go there. ' +
      'Text START to the calling number from that phone, or give another number.',
  },
  blocked: {
    status: 403,
    title: 'Not served from here',
    detail:
      'The owner has blocked this phone number, or the network that the request came from. ' +
      'Reach the business in another way.',
  },
  'captcha-required': {
    status: 403,
    title: 'A proof that a person asks is missing',
    detail:
      'Look up captcha in /api/v1/site, solve what it asks for, and send the solution in the field captcha.',
  },
  'captcha-refused': {
    status: 403,
    title: 'The proof that a person asks does not hold',
    detail: 'The solution in the field captcha is wrong, too old, or was used before. Solve a new one.',
  },
  'captcha-unavailable': {
    status: 503,
    title: 'The proof cannot be checked at the moment',
    detail: 'The service that checks the captcha does not answer. Nothing was done; try again in a moment.',
  },
  'budget-reached': {
    status: 503,
    title: 'No more calls just now',
    detail:
      'As much as the business allows for calls and texts in this hour or day is used up. ' +
      'Try again after retry_after, or reach the business in another way.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests from here',
    detail: 'More callbacks were asked for from this address than are allowed. Try again later.',
  },
  'too-many-codes': {
    status: 429,
    title: 'Too many codes for this number',
    detail: 'As many codes as are allowed were sent to this number. Try again later.',
  },
  'resend-too-soon': {
    status: 429,
    title: 'The last code may still be on its way',
    detail: 'Another code can be sent a little later. Wait for the time in retry_after.',
  },
  'too-many-streams': {
    status: 429,
    title: 'Too many streams are open',
    detail:
      'No further event stream can be opened now. Close one, or read the request itself from time to time.',
  },
  'wrong-code': {
    status: 422,
    title: 'The code is not right',
    detail: 'The field code does not hold the digits of the latest text message. Look at them and try again.',
  },
  'code-expired': {
    status: 410,
    title: 'The code is too old',
    detail: 'A code is good for 10 minutes. Ask for another one and enter that.',
  },
  'code-spent': {
    status: 410,
    title: 'Too many wrong codes',
    detail: 'This code takes no more guesses. Ask for another one and enter that.',
  },
  'request-ended': {
    status: 409,
    title: 'This request has ended',
    detail: 'A code can no longer be entered for this request. Ask for a new callback.',
  },
  'not-in-this-state': {
    status: 409,
    title: 'The request is past that',
    detail: 'What was asked is not possible in the status that request_status names. Read the request again.',
  },
  'operator-side-off': {
    status: 403,
    title: 'The operator’s side is switched off',
    detail:
      'No token is configured that could be shown here. Set ADMIN_API_TOKEN and start the server again.',
  },
  'operator-token-wrong': {
    status: 401,
    title: 'The operator’s token is needed',
    detail: 'Send the value of ADMIN_API_TOKEN as Authorization: Bearer.',
  },
  'request-under-way': {
    status: 409,
    title: 'A call may be under way for this number',
    detail:
      'What belongs to a call can be erased when the call is over. Cancel the request, or wait, and try again.',
  },
  'idempotency-key-reused': {
    status: 409,
    title: 'The Idempotency-Key belongs to another request',
    detail: 'The same key came with a different body before. Use a new key for a new request.',
  },
  'idempotency-key-invalid': {
    status: 400,
    title: 'The Idempotency-Key is not valid',
    detail: 'The Idempotency-Key header must be 1 to 255 printable ASCII characters, for example a UUID.',
  },
  'origin-not-allowed': {
    status: 403,
    title: 'This page may not use the API',
    detail:
      'The Origin of the page is not among those that are served. The owner can add it to ALLOWED_ORIGINS.',
  },
  'bad-signature': {
    status: 403,
    title: 'The signature is not right',
    detail:
      'The webhook is not signed by the carrier for this address. ' +
      'See that PUBLIC_BASE_URL is the address the carrier calls and that TWILIO_AUTH_TOKEN is the current one.',
  },
  'temporarily-unavailable': {
    status: 503,
    title: 'Not possible at the moment',
    detail: 'Nothing could be saved, and nothing was done. Send the same request again in a moment.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    detail:
      'The fault is on this side and was noted. Try again, and name the x-request-id when you report it.',
  },
};
