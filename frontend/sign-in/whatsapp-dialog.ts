import type { Session } from '../../contract/sign-in.ts';
import type { WhatsappStarted } from '../../contract/whatsapp.ts';
import type { Answer } from '../api/fetch-json.ts';
import { retryUntilAnswered } from '../api/retry-until-answered.ts';
import { showAlert } from '../dom/alerts.ts';
import { element } from '../dom/elements.ts';
import { rareWords, words } from '../words/page.ts';
import { explainFailure } from '../words/problems.ts';
import { awaitWhatsapp } from './await-whatsapp.ts';
import { dropSavedForm, restoreForm, saveForm } from './saved-form.ts';
import { createPkcePair, type PkcePair, type SignInApi } from './sign-in-api.ts';
import { createWhatsappCodeForm } from './whatsapp-code-form.ts';
import { copyMessage, showMessage, showStep } from './whatsapp-view.ts';

type Page = { api: SignInApi; onSignedIn: (session: Session) => void };

/** The sign-in that this tab has started. */
type WhatsappSignIn = { verifier: string; started: WhatsappStarted };

/** Signs a visitor in by a WhatsApp message, and by the code that the answer in the chat contains. */
export function createWhatsappDialog({ api, onSignedIn }: Page) {
  const dialog = element('whatsapp-dialog', HTMLDialogElement);
  const alert = element('whatsapp-alert', HTMLElement);
  let current: WhatsappSignIn | undefined;
  /** Grows when a sign-in starts or is dropped, so that late answers are ignored. */
  let visit = 0;
  const onLost = () => showAlert(alert, words.network.failed, rareWords.whatsapp.retrying);
  const codeForm = createWhatsappCodeForm({ confirm, onRight, onEnded });

  async function begin(pkce: PkcePair): Promise<void> {
    visit += 1;
    const mine = visit;
    showStep('prepare');
    const answer = await api.beginWhatsapp(pkce.challenge);
    if (visit !== mine) return;
    if (answer.ok) await follow({ verifier: pkce.verifier, started: answer.body });
    else onEnded(explainFailure(answer));
  }

  async function follow(next: WhatsappSignIn): Promise<void> {
    const mine = visit;
    current = next;
    saveForm('whatsapp', next);
    showMessage(next.started);
    showStep('send');
    const result = await awaitWhatsapp(() => api.readWhatsapp(next.started.id), {
      onLost,
      onAnswer: () => showAlert(alert, ''),
      isOver: () => visit !== mine,
    });
    if (result === 'gone') onEnded(rareWords.whatsapp.expired);
    if (result !== 'arrived') return;
    codeForm.reset();
    showStep('enter');
  }

  async function confirm(code: string): Promise<Answer<Session> | undefined> {
    if (current === undefined) return undefined;
    const mine = visit;
    const { started, verifier } = current;
    const answer = await retryUntilAnswered(() => api.confirmWhatsapp(started.id, code, verifier), {
      onLost,
      isOver: () => visit !== mine,
    });
    if (answer !== undefined) showAlert(alert, '');
    return answer;
  }

  function onRight(session: Session): void {
    dialog.close();
    onSignedIn(session);
  }

  function onEnded(sentence: string): void {
    forget();
    showStep('over', sentence);
  }

  function forget(): void {
    visit += 1;
    current = undefined;
    dropSavedForm('whatsapp');
  }

  async function open(): Promise<boolean> {
    const pkce = await createPkcePair();
    if (pkce === undefined) return false;
    if (!dialog.open) dialog.showModal();
    void begin(pkce);
    return true;
  }

  element('whatsapp-copy', HTMLButtonElement).addEventListener('click', () => void copyMessage());
  element('whatsapp-again', HTMLButtonElement).addEventListener('click', () => void open());
  element('whatsapp-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', forget);

  return {
    /** Returns false on a page without https, where browsers have no WebCrypto. */
    open,
    /** Resumes the sign-in after the browser discarded the page. */
    resume(): void {
      const kept = restoreForm<WhatsappSignIn>('whatsapp');
      if (kept === undefined || Date.parse(kept.started.expires_at) < Date.now()) return;
      dialog.showModal();
      void follow(kept);
    },
  };
}
