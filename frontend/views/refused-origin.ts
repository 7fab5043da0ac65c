import { showAlert } from '../dom/alerts.ts';
import { element } from '../dom/elements.ts';
import { allowThisPage, problemWords } from '../words/problems.ts';

const timeoutMs = 4_000;

let isTold = false;

/**
 * Says which setting is missing when the API answers but does not let this page's origin read it. Browsers report that
 * as a network error, so the API is asked once more for an answer that the page cannot read.
 */
export async function explainRefusedOrigin(backendUrl: string): Promise<void> {
  if (isTold || !(await answersUnread(backendUrl))) return;
  isTold = true;
  const { origin } = location;
  showAlert(
    element('form-alert', HTMLElement),
    problemWords['origin-not-allowed'],
    allowThisPage(origin),
    'origin-not-allowed',
  );
}

/** A proxy may answer for an API that is down; its error is as unreadable as a refusal, but logs tell them apart. */
async function answersUnread(backendUrl: string): Promise<boolean> {
  const signal = AbortSignal.timeout(timeoutMs);
  return fetch(`${backendUrl}/health`, {
    mode: 'no-cors',
    credentials: 'omit',
    cache: 'no-store',
    signal,
  }).then(
    () => true,
    () => false,
  );
}
