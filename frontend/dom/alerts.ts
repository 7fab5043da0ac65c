import type { Answer } from '../api/fetch-json.ts';
import { words } from '../words/page.ts';
import { explainProblem } from '../words/problems.ts';
import { element, showText } from './elements.ts';

/** Screen readers tell a change, so a sentence that is to be heard twice must go away in between. */
const gap = 100;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Has a sentence read out when the reader comes to rest; a newer one takes its place. */
export function announce(sentence: string): void {
  const region = element('announcer', HTMLElement);
  region.textContent = '';
  clearTimeout(timer);
  timer = setTimeout(() => {
    region.textContent = sentence;
  }, gap);
}

/** A message that something went wrong, and small below it what support will ask for. */
export function showAlert(alert: HTMLElement, text: string, small = ''): void {
  const [sentence, note] = alert.children;
  if (sentence instanceof HTMLElement) showText(sentence, text);
  if (note instanceof HTMLElement) showText(note, small);
  alert.hidden = text === '';
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
