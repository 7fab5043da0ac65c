import '../styles/states.css';
import type { CallbackState } from '../../contract/callback.ts';
import type { CallbackApi } from '../api/callback-api.ts';
import type { Connection } from '../api/fetch-json.ts';
import { type Following, followCallback } from '../api/follow-callback.ts';
import { retryUntilLoaded } from '../api/retry-until-answered.ts';
import { followedCallback } from '../api/tab-storage.ts';
import { debug } from '../debug.ts';
import { announce, showAlert } from '../dom/alerts.ts';
import { element, focusHeading, showText } from '../dom/elements.ts';
import { loadRareWords } from '../dom/load-words.ts';
import { scrollToTop, showTitle } from '../dom/mount.ts';
import { dropSavedForm } from '../sign-in/saved-form.ts';
import { followWords, hasRareWords, pageTitle, words } from '../words/page.ts';
import { needsRareWords } from '../words/state-words.ts';
import { codeSentWords, createCodeView } from './code-view.ts';
import { businessName, showConnection } from './site-view.ts';
import { createStatusView } from './status-view.ts';

type View = 'form' | 'code' | 'status';
const views: readonly View[] = ['form', 'code', 'status'];

/** Leads a visitor from the code to the call, also across reloads. Shows one of three views at a time. */
export function createCallbackPage({
  api,
  onState,
  onForm,
}: {
  api: CallbackApi;
  /** A state is shown. */
  onState: (state: CallbackState) => void;
  /** The form is shown again. */
  onForm: () => void;
}) {
  let view: View = 'form';
  let current: CallbackState | undefined;
  let following: Following | undefined;

  const code = createCodeView({
    api,
    onState: showNewer,
    onEnded: () => void readAgain(),
    onChangeNumber: changeNumber,
  });
  const status = createStatusView({ api, onState: showNewer, onAskAgain: backToForm });

  /** Ignores a state that is older than the one shown. */
  function showNewer(state: CallbackState): void {
    if (state.request_id === current?.request_id && state.version < current.version) return;
    // This callback joined another one. The answer to the code names the other one and arrives next.
    if (state.outcome === 'joined-live-request' && view === 'code') return;
    if (needsRareWords(state) && !hasRareWords()) {
      void retryUntilLoaded(loadRareWords).then(() => showNewer(state));
      return;
    }
    if (state.request_id !== following?.callbackId) follow(state);
    const changed = debugFacts(state);
    if (changed !== debugFacts(current)) debug(changed);
    current = state;
    if (state.status === 'completed') dropSavedForm('request');
    show(state);
    announceState(state);
    onState(state);
  }

  function show(state: CallbackState): void {
    if (state.status === 'pending') {
      if (view !== 'code') open('code');
      code.show(state);
    } else {
      status.show(state);
      if (view !== 'status') open('status');
    }
  }

  /** A right code can lead to another callback: the one that was already under way for the number. */
  function follow(state: CallbackState): void {
    showText(element('joined', HTMLElement), current === undefined ? '' : followWords.status.joined);
    resume(state.request_id);
  }

  function resume(callbackId: string): void {
    following?.stop();
    followedCallback.keep(callbackId);
    following = followCallback(callbackId, { api, onState: showNewer, onConnection, onGone: showGone });
  }

  function onConnection(state: Connection): void {
    showConnection(state);
    if (view === 'status') status.showLost(state === 'unreachable');
  }

  function open(next: View): void {
    if (view === 'code') code.leave();
    view = next;
    for (const each of views) element(`${each}-view`, HTMLElement).hidden = each !== next;
    if (next === 'code') code.enter();
    else focusHeading(element(`${next}-title`, HTMLElement));
    scrollToTop();
  }

  let announced = '';

  function announceState(state: CallbackState): void {
    const { title, text, notice } = status.wordsOf(state);
    showTitle(pageTitle(title, businessName()));
    const sentence = state.status === 'pending' ? codeSentWords(state) : `${title}. ${text} ${notice}`;
    if (sentence !== announced) announce(sentence);
    announced = sentence;
  }

  async function readAgain(): Promise<void> {
    const answer = current === undefined ? undefined : await api.read(current.request_id);
    if (answer?.ok) showNewer(answer.body);
    else if (answer?.reason === 'problem') showGone();
  }

  function backToForm(): void {
    following?.stop();
    following = undefined;
    current = undefined;
    announced = '';
    followedCallback.forget();
    open('form');
    showTitle(pageTitle(words.form.title, businessName()));
    onForm();
  }

  function showGone(): void {
    backToForm();
    showAlert(element('form-alert', HTMLElement), words.network.gone);
    announce(words.network.gone);
  }

  function changeNumber(): void {
    // Makes the code that was sent invalid. If this request is lost, the callback expires.
    if (current !== undefined) void api.cancel(current.request_id);
    backToForm();
    element('phone', HTMLInputElement).focus();
  }

  return {
    show: showNewer,
    /** Follows the callback that this tab followed before a reload. */
    resume,
    /** Shows the business's name in texts that were already shown without it. */
    siteKnown(): void {
      if (current !== undefined) showNewer(current);
    },
    isOnForm: () => view === 'form' && following === undefined,
  };
}

function debugFacts(state: CallbackState | undefined): string {
  if (state === undefined) return '';
  const { status, step, outcome, notice } = state;
  return `state: ${[status, step, outcome, notice].filter((fact) => fact !== null).join(' / ')}`;
}
