import type { Problem } from '../../contract/problem.ts';
import { fill } from '../../languages/fill.ts';
import type { Failure } from '../api/fetch-json.ts';
import { spokenDelay } from './format.ts';
import { rareWords, words } from './page.ts';

/** Returns the sentence for a failed request. */
export function explainFailure(failure: Failure): string {
  return failure.reason === 'network' ? words.network.failed : explainProblem(failure.problem);
}

/**
 * Returns the sentence for a problem, and when to try again if the server says so. The server's own `detail` is English
 * and for programs.
 */
export function explainProblem({ code, retry_after }: Problem): string {
  const known: Partial<Record<string, string>> = rareWords.problems;
  const sentence = known[code] ?? rareWords.problems.internal;
  if (retry_after === undefined) return sentence;
  const again = code === 'too-many-codes' ? rareWords.tryThisAgain : rareWords.tryAgain;
  return `${sentence} ${fill(again, { when: spokenDelay(retry_after) })}`;
}

/** For the operator of a page whose origin the API refuses. */
export function allowThisPage(origin: string): string {
  return fill(rareWords.allowThisPage, { origin });
}

export function countriesCalled(countries: string): string {
  return fill(rareWords.countriesCalled, { countries });
}
