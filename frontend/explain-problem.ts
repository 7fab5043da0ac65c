import type { Problem, ProblemCode } from '../contract/problem.ts';
import type { Answer } from './ask.ts';
import { spokenDuration } from './duration.ts';
import { element, showAlert } from './elements.ts';
import { words } from './words/live.ts';
import { problemWords, tryAgain } from './words/problems.ts';

/** The sentence for a problem, and when to try again where the server says so. */
export function explainProblem({ code, detail, retry_after }: Problem): string {
  const known: Partial<Record<ProblemCode, string>> = problemWords;
  const sentence = known[code] ?? detail;
  return retry_after === undefined ? sentence : `${sentence} ${tryAgain(spokenDuration(retry_after))}`;
}

/** Shows in the named alert why something failed; gives the sentence back to be announced. */
export function showFailure(alertId: string, answer: Extract<Answer<unknown>, { ok: false }>): string {
  const alert = element(alertId, HTMLElement);
  if (answer.reason === 'network') {
    const sentence = `${words.network.failed}.`;
    showAlert(alert, sentence);
    return sentence;
  }
  const sentence = explainProblem(answer.problem);
  showAlert(alert, sentence, words.network.support(answer.problem.code));
  return sentence;
}
