import type { CallbackState } from '../../contract/callback.ts';
import type { CallbackApi } from '../api/callback-api.ts';
import { hasEnded } from '../api/follow-callback.ts';
import { showAlert, showFailure } from '../dom/alerts.ts';
import { element, focusHeading, showText } from '../dom/elements.ts';
import { focusedView } from '../dom/mount.ts';
import { followWords } from '../words/page.ts';
import { type StateWords, stateWords } from '../words/state-words.ts';
import { showProgress } from './progress.ts';
import { openingTime } from './site-view.ts';
import { showBadge } from './state-badge.ts';

type Page = {
  api: CallbackApi;
  onState: (state: CallbackState) => void;
  onAskAgain: () => void;
};

/** The view that shows the progress of a verified callback until its end. */
export function createStatusView({ api, onState, onAskAgain }: Page) {
  const title = element('status-title', HTMLElement);
  const alert = element('status-alert', HTMLElement);
  const cancelButton = element('cancel-button', HTMLButtonElement);
  const againButton = element('again-button', HTMLButtonElement);
  const dialog = createCancelDialog();
  let shown: CallbackState | undefined;
  let wasConnected = false;
  let isCancelling = false;

  async function cancel(): Promise<void> {
    if (shown === undefined || isCancelling) return;
    if (isLive(shown) && !(await dialog.confirm())) return;
    if (hasEnded(shown)) return;
    isCancelling = true;
    const answer = await api.cancel(shown.request_id);
    isCancelling = false;
    if (answer.ok) onState(answer.body);
    else if (!hasEnded(shown)) showFailure(alert, answer);
  }

  function wordsOf(state: CallbackState): StateWords {
    return stateWords(state, { opening: openingTime(), wasConnected });
  }

  cancelButton.addEventListener('click', () => void cancel());
  againButton.addEventListener('click', onAskAgain);

  return {
    /** The words of the state that is shown, for announcements. */
    wordsOf,
    showLost(isLost: boolean): void {
      showAlert(alert, isLost ? followWords.status.lost : '');
    },
    show(state: CallbackState): void {
      wasConnected = state.request_id === shown?.request_id && (wasConnected || shown.status === 'connected');
      shown = state;
      const { title: heading, text, notice } = wordsOf(state);
      const isOver = hasEnded(state);
      showText(title, heading);
      showText(element('status-text', HTMLElement), text);
      showText(element('status-notice', HTMLElement), notice);
      showText(element('reference', HTMLElement), state.reference);
      showAlert(alert, '');
      showProgress(state);
      showBadge(state);
      showText(cancelButton, isLive(state) ? followWords.status.hangUp : followWords.status.cancel);
      const hadFocus = focusedView() === cancelButton;
      cancelButton.className = isLive(state) ? 'danger' : 'secondary';
      cancelButton.hidden = isOver;
      againButton.hidden = !isOver;
      againButton.className = state.status === 'completed' ? 'secondary' : 'primary';
      if (!isOver) return;
      dialog.close();
      if (hadFocus || focusedView() === undefined) focusHeading(title);
    },
  };
}

/** A phone can be ringing, or the call is connected. */
function isLive({ status }: CallbackState): boolean {
  return status === 'calling' || status === 'connected';
}

/** Asks the visitor whether to hang up. `close` answers no. */
function createCancelDialog() {
  const dialog = element('confirm', HTMLDialogElement);
  let resolveAnswer: ((yes: boolean) => void) | undefined;
  element('confirm-yes', HTMLButtonElement).addEventListener('click', () => dialog.close('yes'));
  element('confirm-no', HTMLButtonElement).addEventListener('click', () => dialog.close('no'));
  dialog.addEventListener('close', () => {
    // The event of an earlier closing can arrive after the dialog was opened again.
    if (!dialog.open) resolveAnswer?.(dialog.returnValue === 'yes');
  });

  return {
    confirm(): Promise<boolean> {
      resolveAnswer?.(false);
      dialog.returnValue = '';
      dialog.showModal();
      return new Promise((resolve) => {
        resolveAnswer = resolve;
      });
    },
    close() {
      if (dialog.open) dialog.close('no');
    },
  };
}
