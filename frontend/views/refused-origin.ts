import { fetchJson } from '../api/fetch-json.ts';
import { showAlert } from '../dom/alerts.ts';
import { element } from '../dom/elements.ts';
import { loadRareWords } from '../dom/load-words.ts';
import { rareWords } from '../words/page.ts';
import { allowThisPage } from '../words/problems.ts';

let isTold = false;

/**
 * Says which setting is missing when the API runs but refuses this page's origin. Browsers report a refusal as a
 * network error. They report the same for a proxy before an API that is down. Every page may read the API's health.
 */
export async function explainRefusedOrigin(backendUrl: string): Promise<void> {
  if (isTold || !(await isHealthy(backendUrl))) return;
  isTold = true;
  await loadRareWords();
  const { origin } = location;
  showAlert(
    element('form-alert', HTMLElement),
    rareWords.problems['origin-not-allowed'],
    allowThisPage(origin),
    'origin-not-allowed',
  );
}

async function isHealthy(backendUrl: string): Promise<boolean> {
  const answer = await fetchJson<{ status?: string }>(`${backendUrl}/health`);
  return answer.ok && answer.body.status === 'healthy';
}
