import type { CallbackState } from '../contract/callback.ts';
import { announce } from './announce.ts';
import type { Api } from './api.ts';
import { createCancelDialog } from './cancel-dialog.ts';
import { describeState } from './describe-state.ts';
import { element, focusHeading, showAlert, showText } from './elements.ts';
import { showFailure } from './explain-problem.ts';
import { hasEnded } from './live-status.ts';
import { showProgress } from './progress.ts';
import { businessName } from './site-view.ts';
import { words } from './words/live.ts';

type Page = {
  api: Api;
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
      const { title: heading, text, notice } = describeState(state, businessName());
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
