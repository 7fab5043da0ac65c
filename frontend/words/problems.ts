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
  if (retry_after === undefined) return sentence;
  const again = code === 'too-many-codes' ? tryThisAgain : tryAgain;
  return `${sentence} ${again(spokenDuration(retry_after))}`;
}

/** What a visitor can do about a problem. For codes without an entry, the page shows the server's `detail`. */
export const problemWords = {
  'phone-not-a-number': 'This isn’t a phone number. Enter it with its area code.',
  'phone-too-short': 'Digits are missing. Enter the whole number with its area code.',
  'phone-too-long': 'This number has too many digits.',
  'phone-invalid': 'This number doesn’t exist. Please check the digits.',
  'phone-type-not-allowed': 'We can’t call this kind of number. Enter a mobile number.',
  'phone-landline': 'A landline can’t receive our text. Enter a mobile number.',
  'phone-extension': 'We can’t dial an extension. Enter a number that reaches you directly.',
  'phone-our-own-number': 'This is our own number. Enter yours.',
  'sign-in-required': 'Your sign-in has expired. Please sign in again. We kept what you typed.',
  'hand-off-refused': 'Signing in took too long. Please sign in again.',
  'opted-out':
    'This number texted us STOP, so we don’t text or call it. Text START to our number from it, or enter another.',
  blocked: 'We can’t take requests from this number or connection.',
  'captcha-required': 'Please confirm that you’re a person, then ask again.',
  'captcha-refused': 'That took too long. Please ask again. We kept what you typed.',
  'captcha-unavailable': 'We can’t check right now that you’re a person. Please try again in a moment.',
  'budget-reached': 'Sorry, we can’t take more requests right now.',
  'too-many-requests': 'There were too many requests from your connection.',
  'too-many-codes': 'We have already sent this number several codes. Please use another number.',
  'resend-too-soon': 'The last code may still be on its way.',
  'code-expired': 'This code has expired. Ask for a new one.',
  'code-spent': 'You have no tries left for this code. Ask for a new one.',
  'request-ended': 'This request has ended. You can ask again.',
  'not-in-this-state': 'Your request has changed in the meantime.',
  'origin-not-allowed': 'Requests from this page are switched off. Please contact us another way.',
  'temporarily-unavailable': 'We’re very busy at this moment.',
  internal: 'Something went wrong on our side. Please try again in a moment.',
} satisfies Partial<Record<ProblemCode, string>>;

/** For the operator of a page whose origin the API refuses. */
export function allowThisPage(origin: string) {
  return `For the operator: add ${origin} to ALLOWED_ORIGINS on the server, then restart it.`;
}

export function countriesCalled(countries: string) {
  return `We only call numbers in these countries: ${countries}.`;
}

function tryThisAgain(time: string) {
  return `Or try this one again in ${time}.`;
}

function tryAgain(time: string) {
  return `Try again in ${time}.`;
}
