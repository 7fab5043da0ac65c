import type { CallbackState } from '../../contract/callback.ts';
import type { CallbackApi } from '../api/callback-api.ts';
import type { Connection } from '../api/fetch-json.ts';
import { type Following, followCallback } from '../api/follow-callback.ts';
import { followedCallback } from '../api/tab-storage.ts';
import { debug } from '../debug.ts';
import { announce, showAlert } from '../dom/alerts.ts';
import { element, focusHeading, showText } from '../dom/elements.ts';
import type { SignInRow } from '../sign-in/sign-in-row.ts';
import { words } from '../words/page.ts';
import { stateWords } from '../words/state-words.ts';
import { codeSentWords, createCodeView } from './code-view.ts';
import { createFormView } from './form-view.ts';
import { businessName, showConnection, showSite } from './site-view.ts';
import { createStatusView } from './status-view.ts';

type View = 'form' | 'code' | 'status';
const views: readonly View[] = ['form', 'code', 'status'];

/** Leads a visitor from the form through the code to the call, and back after a reload. */
export function createCallbackPage(api: CallbackApi, signIn: SignInRow) {
  let view: View = 'form';
  let current: CallbackState | undefined;
  let following: Following | undefined;

  const code = createCodeView({
    api,
    onState: take,
    onOver: () => void readAgain(),
    onChangeNumber: changeNumber,
  });
  const status = createStatusView({ api, onState: take, onAskAgain: askAgain });
  createFormView({ api, signIn, onRequested: take });

  /** Shows a state, unless it is older than what is shown. */
  function take(state: CallbackState): void {
    if (state.request_id === current?.request_id && state.version < current.version) return;
    // The answer to the code is about to name the other request.
    if (state.outcome === 'joined-live-request' && view === 'code') return;
    if (state.request_id !== following?.requestId) follow(state);
    const changed = debugFacts(state);
    if (changed !== debugFacts(current)) debug(changed);
    current = state;
    show(state);
    tell(state);
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

  /** The answer to a right code may be another request than the one it was sent for. */
  function follow(state: CallbackState): void {
    showText(element('joined', HTMLElement), current === undefined ? '' : words.status.joined);
    resume(state.request_id);
  }

  function resume(requestId: string): void {
    following?.stop();
    followedCallback.keep(requestId);
    following = followCallback(requestId, { api, onState: take, onConnection, onGone: lose });
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
    window.scrollTo({ top: 0 });
  }

  let told = '';

  function tell(state: CallbackState): void {
    const { title, text, notice } = stateWords(state, businessName());
    document.title = words.title(title, businessName());
    const sentence = state.status === 'pending' ? codeSentWords(state) : `${title}. ${text} ${notice}`;
    if (sentence !== told) announce(sentence);
    told = sentence;
  }

  async function readAgain(): Promise<void> {
    const answer = current === undefined ? undefined : await api.read(current.request_id);
    if (answer?.ok) take(answer.body);
    else if (answer?.reason === 'problem') lose();
  }

  function backToForm(): void {
    following?.stop();
    following = undefined;
    current = undefined;
    told = '';
    followedCallback.forget();
    open('form');
    document.title = words.title(words.form.title, businessName());
  }

  function lose(): void {
    backToForm();
    showAlert(element('form-alert', HTMLElement), words.network.gone);
    announce(words.network.gone);
  }

  function changeNumber(): void {
    // The code on its way must no longer count. Where this gets lost, the request expires by itself.
    if (current !== undefined) void api.cancel(current.request_id);
    backToForm();
    element('phone', HTMLInputElement).focus();
  }

  function askAgain(): void {
    backToForm();
    void refreshSite();
  }

  async function refreshSite(): Promise<void> {
    const answer = await api.site();
    if (answer.ok) showSite(answer.body);
  }

  return {
    /** Goes on with the request that this tab followed before it was loaded again. */
    start(): void {
      const requestId = followedCallback.read();
      if (requestId !== null) resume(requestId);
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible' && view === 'form') void refreshSite();
      });
    },
    /** The business's name stands in much that is shown already. */
    siteKnown(): void {
      if (current === undefined) document.title = words.title(words.form.title, businessName());
      else take(current);
    },
  };
}

function debugFacts(state: CallbackState | undefined): string {
  if (state === undefined) return '';
  const { status, step, outcome, notice } = state;
  return `state: ${[status, step, outcome, notice].filter((fact) => fact !== null).join(' / ')}`;
}
