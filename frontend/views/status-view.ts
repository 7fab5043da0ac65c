import type { CallbackState } from '../../contract/callback.ts';
import type { CallbackApi } from '../api/callback-api.ts';
import { hasEnded } from '../api/follow-callback.ts';
import { announce, showAlert, showFailure } from '../dom/alerts.ts';
import { element, focusHeading, showText } from '../dom/elements.ts';
import { words } from '../words/page.ts';
import { stateWords } from '../words/state-words.ts';
import { showProgress } from './progress.ts';
import { businessName } from './site-view.ts';

type Page = {
  api: CallbackApi;
  onState: (state: CallbackState) => void;
  onAskAgain: () => void;
};

/** The view that follows a call until it has ended. */
export function createStatusView({ api, onState, onAskAgain }: Page) {
  const title = element('status-title', HTMLElement);
  const cancelButton = element('cancel-button', HTMLButtonElement);
  const againButton = element('again-button', HTMLButtonElement);
  const dialog = createCancelDialog();
  let shown: CallbackState | undefined;
  let isCancelling = false;

  async function cancel(): Promise<void> {
    if (shown === undefined || isCancelling) return;
    if (isLive(shown) && !(await dialog.ask())) return;
    if (hasEnded(shown)) return;
    isCancelling = true;
    const answer = await api.cancel(shown.request_id);
    isCancelling = false;
    if (answer.ok) onState(answer.body);
    else if (!hasEnded(shown)) announce(showFailure('status-alert', answer));
  }

  cancelButton.addEventListener('click', () => void cancel());
  againButton.addEventListener('click', onAskAgain);

  return {
    showLost(lost: boolean): void {
      showAlert(element('status-alert', HTMLElement), lost ? words.network.followLost : '');
    },
    show(state: CallbackState): void {
      shown = state;
      const { title: heading, text, notice } = stateWords(state, businessName());
      const ended = hasEnded(state);
      showText(title, heading);
      showText(element('status-text', HTMLElement), text);
      showText(element('status-notice', HTMLElement), notice);
      showText(element('reference', HTMLElement), state.reference);
      showAlert(element('status-alert', HTMLElement), '');
      showProgress(state);
      const hadFocus = document.activeElement === cancelButton;
      cancelButton.hidden = ended;
      againButton.hidden = !ended;
      againButton.className = state.status === 'completed' ? 'secondary' : 'primary';
      if (!ended) return;
      dialog.close();
      if (hadFocus || document.activeElement === document.body) focusHeading(title);
    },
  };
}

/** A phone rings or a conversation runs. */
function isLive({ status }: CallbackState): boolean {
  return status === 'calling' || status === 'connected';
}

/** Asks whether a call that is under way shall be ended. `close` answers with no. */
function createCancelDialog() {
  const dialog = element('confirm', HTMLDialogElement);
  let answer: ((yes: boolean) => void) | undefined;
  element('confirm-yes', HTMLButtonElement).addEventListener('click', () => dialog.close('yes'));
  element('confirm-no', HTMLButtonElement).addEventListener('click', () => dialog.close('no'));
  dialog.addEventListener('close', () => {
    // Word of an earlier closing may come when somebody has asked again already.
    if (!dialog.open) answer?.(dialog.returnValue === 'yes');
  });

  return {
    ask(): Promise<boolean> {
      answer?.(false);
      dialog.returnValue = '';
      dialog.showModal();
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    close() {
      if (dialog.open) dialog.close('no');
    },
  };
}
