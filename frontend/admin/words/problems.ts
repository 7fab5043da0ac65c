import type { Problem, ProblemCode } from '../../../contract/problem.ts';
import type { Failure } from '../../api/fetch-json.ts';
import { statusWords } from './labels.ts';
import { formatNumber } from './numbers.ts';
import { shortDuration } from './time.ts';

/** Returns the sentence for a failed request of the dashboard. */
export function explainFailure(failure: Failure): string {
  return failure.reason === 'network'
    ? 'The server cannot be reached. Check your connection; this page tries again by itself.'
    : explainProblem(failure.problem);
}

function explainProblem(problem: Problem): string {
  const known: Partial<Record<ProblemCode, string>> = problemWords;
  const parts = [known[problem.code] ?? problem.detail];
  if (problem.request_status !== undefined) parts.push(`It is ${statusOf(problem.request_status)} now.`);
  if (problem.count !== undefined) parts.push(`${formatNumber(problem.count)} match now.`);
  if (problem.retry_after !== undefined) parts.push(`Try again in ${shortDuration(problem.retry_after)}.`);
  return parts.join(' ');
}

function statusOf(status: string): string {
  const known: Partial<Record<string, string>> = statusWords;
  return (known[status] ?? status).toLowerCase();
}

const problemWords = {
  'operator-token-wrong': 'This token is not valid. It may have expired or been revoked.',
  'totp-required': 'This token needs a code from your phone, too.',
  'totp-wrong': 'This code is not right. Take the newest one: each works once.',
  'totp-not-begun': 'This took too long. Begin again.',
  'channel-not-set-up': 'This channel is not set up on the server.',
  'operator-session-ended': 'Your session has ended. Sign in again; what you typed is kept.',
  'operator-scope-too-low': 'Your token may not do this. Ask an admin for one with more rights.',
  'operator-side-off': 'The dashboard is switched off. Set ADMIN_API_TOKEN on the server and restart it.',
  'too-many-requests': 'Too many requests came from this connection.',
  'not-in-this-state': 'This is not possible in its state.',
  'attempt-open': 'A call for it is still running.',
  'business-closed': 'The business is closed now.',
  'budget-reached': 'The spending limit is reached.',
  'request-under-way': 'Another request of this number is under way.',
  'selection-changed': 'The list has changed. Look at it again, then repeat the action.',
  'selection-too-large': 'This is too many at once. Narrow the filter.',
  'not-found': 'It no longer exists.',
  'origin-not-allowed': 'The server does not accept this page’s address. Add it to ALLOWED_ORIGINS.',
  'temporarily-unavailable': 'The server is busy for a moment.',
  internal: 'Something went wrong on the server. Its log says what.',
} satisfies Partial<Record<ProblemCode, string>>;
