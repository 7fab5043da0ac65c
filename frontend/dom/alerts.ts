import type { Failure } from '../api/fetch-json.ts';
import { words } from '../words/page.ts';
import { explainFailure } from '../words/problems.ts';
import { element, showText } from './elements.ts';

/** Screen readers announce changes only. To announce a sentence twice, the region is emptied for this time. */
const emptyMs = 100;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Announces a sentence to screen readers. A newer sentence replaces one that is still waiting. */
export function announce(sentence: string): void {
  const region = element('announcer', HTMLElement);
  region.textContent = '';
  clearTimeout(timer);
  timer = setTimeout(() => {
    region.textContent = sentence;
  }, emptyMs);
}

/** Shows an alert with a note below it and a folded support code. Hides it when the text is empty. */
export function showAlert(alert: HTMLElement, text: string, note = '', supportCode = ''): void {
  const [sentence, small, details] = alert.children;
  if (details instanceof HTMLDetailsElement) {
    details.hidden = supportCode === '';
    const code = details.lastElementChild;
    if (code !== null) code.textContent = supportCode;
  }
  if (sentence instanceof HTMLElement) showText(sentence, text);
  if (small instanceof HTMLElement) showText(small, note);
  alert.hidden = text === '';
}

/** Shows and announces why a request failed. */
export function showFailure(alert: HTMLElement, failure: Failure): void {
  const sentence = explainFailure(failure);
  showAlert(alert, sentence, '', failure.reason === 'problem' ? failure.problem.code : '');
  announce(sentence);
}

/** Shows and announces that the network is down and the page retries. */
export function showRetrying(alert: HTMLElement): void {
  showAlert(alert, words.network.failed, words.network.retrying);
  announce(`${words.network.failed} ${words.network.retrying}`);
}
