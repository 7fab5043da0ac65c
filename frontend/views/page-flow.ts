import type { CallbackState } from '../../contract/callback.ts';
import type { CallbackApi } from '../api/callback-api.ts';
import { retryUntilLoaded } from '../api/retry-until-answered.ts';
import { followedCallback } from '../api/tab-storage.ts';
import { showRetrying } from '../dom/alerts.ts';
import { element } from '../dom/elements.ts';
import { loadFollowWords, wordsLoaded } from '../dom/load-words.ts';
import { showTitle } from '../dom/mount.ts';
import { isFormSaved, restoreTyped, saveForm } from '../sign-in/saved-form.ts';
import type { SignInRow } from '../sign-in/sign-in-row.ts';
import { pageTitle, words } from '../words/page.ts';
import { createFormView } from './form-view.ts';
import { businessName, showSite } from './site-view.ts';

type CallbackPage = ReturnType<typeof import('./callback-page.ts').createCallbackPage>;

/** The form, and what follows it. The scripts for the code and the call load while the visitor types. */
export function createPageFlow(
  api: CallbackApi,
  signIn: SignInRow,
  onState: (state: CallbackState) => void = () => {},
) {
  let page: CallbackPage | undefined;

  async function load(): Promise<CallbackPage> {
    const [{ createCallbackPage }] = await Promise.all([import('./callback-page.ts'), loadFollowWords()]);
    page ??= createCallbackPage({ api, onState, onForm: () => void refreshSite() });
    return page;
  }

  /** Loads until the network is back: the callback goes on meanwhile. */
  function loadSurely(): Promise<CallbackPage> {
    return retryUntilLoaded(load, () => showRetrying(element('form-alert', HTMLElement)));
  }

  async function onRequested(state: CallbackState): Promise<void> {
    followedCallback.keep(state.request_id);
    saveForm('request', undefined);
    (await loadSurely()).show(state);
  }

  async function refreshSite(): Promise<void> {
    const [answer] = await Promise.all([api.site(), wordsLoaded()]);
    if (answer.ok) showSite(answer.body);
  }

  createFormView({ api, signIn, onRequested, onTyping: () => void load().catch(() => {}) });

  return {
    /** Restores what was typed before a reload, and resumes the callback that this tab followed. */
    start(): void {
      restoreTyped('request');
      const callbackId = followedCallback.read();
      if (callbackId !== undefined) void loadSurely().then((loaded) => loaded.resume(callbackId));
      addEventListener('pagehide', () => {
        if (isFormSaved('request')) saveForm('request', undefined);
      });
      document.addEventListener('visibilitychange', () => {
        const isOnForm = page === undefined || page.isOnForm();
        if (document.visibilityState === 'visible' && isOnForm) void refreshSite();
      });
    },
    /** Shows the business's name in the title and in texts that were already shown without it. */
    siteKnown(): void {
      if (page === undefined || page.isOnForm()) showTitle(pageTitle(words.form.title, businessName()));
      else page.siteKnown();
    },
  };
}
