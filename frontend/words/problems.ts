import type { Problem, ProblemCode } from '../../contract/problem.ts';
import type { Failure } from '../api/fetch-json.ts';
import { spokenDuration } from './format.ts';
import { words } from './page.ts';

/** Returns the sentence for a failed request. */
export function explainFailure(failure: Failure): string {
  return failure.reason === 'network' ? words.network.failed : explainProblem(failure.problem);
}

/** Returns the sentence for a problem, and when to try again if the server says so. */
export function explainProblem({ code, detail, retry_after }: Problem): string {
  const known: Partial<Record<ProblemCode, string>> = problemWords;
  const sentence = known[code] ?? detail;
  return retry_after === undefined ? sentence : `${sentence} ${tryAgain(spokenDuration(retry_after))}`;
}

/** What a visitor can do about a problem. For codes without an entry, the page shows the server's `detail`. */
const problemWords = {
  'phone-not-a-number': 'This is not a phone number. Enter it with its area code.',
  'phone-too-short': 'Digits are missing. Enter the whole number with its area code.',
  'phone-too-long': 'This number has too many digits.',
  'phone-invalid': 'This number does not exist. Please check the digits.',
  'phone-type-not-allowed': 'We cannot call numbers of this kind. Enter a mobile number.',
  'phone-landline': 'A landline cannot receive the code. Enter a mobile number.',
  'phone-extension': 'We cannot dial an extension. Enter a number that reaches you directly.',
  'phone-our-own-number': 'This is the number of the business. Enter your own.',
  'sign-in-required': 'Your sign-in has expired. Please sign in again. What you typed is kept.',
  'hand-off-refused': 'Signing in took too long. Please sign in again.',
  'opted-out':
    'STOP was sent from this number, so we do not text or call it. Text START to our number from it, or enter another.',
  blocked: 'The business does not take requests from this number or connection.',
  'captcha-required': 'Please confirm that you are a person, then ask again.',
  'captcha-refused': 'That took too long. Please ask again. What you typed is kept.',
  'captcha-unavailable': 'We cannot check now that you are a person. Please try again in a moment.',
  'budget-reached': 'The business cannot take more requests at the moment.',
  'too-many-requests': 'Too many requests came from your connection.',
  'too-many-codes': 'Too many codes were sent to this number.',
  'resend-too-soon': 'The last code may still be on its way.',
  'code-expired': 'This code has expired. Ask for a new one.',
  'code-spent': 'No tries are left for this code. Ask for a new one.',
  'request-ended': 'This request has ended. You can ask again.',
  'not-in-this-state': 'The request has changed in the meantime.',
  'origin-not-allowed':
    'This page may not use the callback service. Please tell its owner, or contact them in another way.',
  'temporarily-unavailable': 'The service is busy for a moment.',
  internal: 'Something went wrong on our side. Please try again in a moment.',
} satisfies Partial<Record<ProblemCode, string>>;

export function countriesCalled(countries: string) {
  return `We call numbers of these countries only: ${countries}.`;
}

function tryAgain(time: string) {
  return `Try again in ${time}.`;
}
