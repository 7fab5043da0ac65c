import type { CallbackState } from '../../contract/callback.ts';
import type { Candidate } from '../api/backend-candidates.ts';
import { createCallbackApi } from '../api/callback-api.ts';
import type { Connection } from '../api/fetch-json.ts';
import { createBackendFinder } from '../api/find-backend.ts';
import { retryUntilAnswered } from '../api/retry-until-answered.ts';
import { element } from '../dom/elements.ts';
import { chooseLanguage, isLanguageOpen, loadRareWords, loadWords, wordsLoaded } from '../dom/load-words.ts';
import { saveForm } from '../sign-in/saved-form.ts';
import { takeSignInReturn } from '../sign-in/sign-in-return.ts';
import { createSignInRow } from '../sign-in/sign-in-row.ts';
import { language } from '../words/page.ts';
import { createPageFlow } from './page-flow.ts';
import { showConnection, showSite } from './site-view.ts';

/**
 * Connects the views to the API: the first of the candidates that answers. With `refusesOrigins`, the page can be on an
 * origin that the API does not allow, and says so. `onState` hears each state that is shown.
 */
export function startForm(
  candidates: readonly Candidate[],
  { refusesOrigins, onState }: { refusesOrigins: boolean; onState?: (state: CallbackState) => void },
): void {
  const signInReturn = takeSignInReturn();
  const backend = createBackendFinder(candidates);
  const signIn = createSignInRow(backend);
  const show = (state: Connection) => void wordsLoaded().then(() => showConnection(state));
  const api = createCallbackApi(backend, { onConnection: show, beforeProblem: loadRareWords });
  const page = createPageFlow(api, signIn, onState);
  page.start();
  void wordsLoaded().then(() => offerLanguages(language));

  /** A module that awaited this at its top level would never end: scripts that are loaded later import this one's file. */
  async function openSite(): Promise<void> {
    const found = await retryUntilAnswered(backend.find, {
      onLost: () => {
        show('unreachable');
        if (refusesOrigins) void explainRefusal(candidates);
      },
      isOver: () => false,
    });
    if (found?.ok) {
      await wordsLoaded();
      if (isLanguageOpen()) await loadWords(found.body.site.language);
      showConnection('ready');
      showSite(found.body.site);
      signIn.offer(found.body.site.sign_in);
      page.siteKnown();
      await (signInReturn === undefined ? signIn.resume() : signIn.finish(signInReturn));
    }
  }

  void openSite();
}

async function explainRefusal(candidates: readonly Candidate[]): Promise<void> {
  const loaded = await import('./refused-origin.ts').catch(() => undefined);
  await loaded?.explainRefusedOrigin(candidates[0]?.base ?? '');
}

/** Lets the visitor choose another language; `current` is shown as chosen. */
function offerLanguages(current: string): void {
  const choice = element('language', HTMLSelectElement);
  choice.value = current;
  choice.addEventListener('change', () => {
    saveForm('request', undefined);
    chooseLanguage(choice.value);
  });
}
