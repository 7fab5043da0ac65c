import type { Session } from '../../contract/sign-in.ts';
import type { WhatsappStarted } from '../../contract/whatsapp.ts';
import type { Answer } from '../api/fetch-json.ts';
import { retryUntilAnswered } from '../api/retry-until-answered.ts';
import { showAlert } from '../dom/alerts.ts';
import { element } from '../dom/elements.ts';
import { words as live } from '../words/page.ts';
import { explainProblem } from '../words/problems.ts';
import { whatsappWords } from '../words/sign-in.ts';
import { awaitWhatsapp } from './await-whatsapp.ts';
import { dropSavedForm, restoreForm, saveForm } from './saved-form.ts';
import { createPkcePair, type PkcePair, type SignInApi } from './sign-in-api.ts';
import { createWhatsappCodeForm } from './whatsapp-code-form.ts';
import { showMessage, showStep } from './whatsapp-view.ts';

type Page = { api: SignInApi; onSignedIn: (session: Session) => void };

/** What this tab must know until its visitor is signed in. */
type Begun = { verifier: string; started: WhatsappStarted };

/** Signing in by a message that the visitor sends, and by the digits that come back in the chat. */
export function createWhatsappDialog({ api, onSignedIn }: Page) {
  const dialog = element('whatsapp-dialog', HTMLDialogElement);
  const alert = element('whatsapp-alert', HTMLElement);
  let begun: Begun | undefined;
  let visit = 0;
  const onLost = () => showAlert(alert, `${live.network.failed}.`, whatsappWords.retrying);
  const digits = createWhatsappCodeForm({ confirm, onRight, onOver });

  async function begin(secret: PkcePair): Promise<void> {
    visit += 1;
    const mine = visit;
    showStep('prepare');
    const answer = await api.beginWhatsapp(secret.challenge);
    if (visit !== mine) return;
    if (answer.ok) await follow({ verifier: secret.verifier, started: answer.body });
    else onOver(answer.reason === 'network' ? `${live.network.failed}.` : explainProblem(answer.problem));
  }

  async function follow(next: Begun): Promise<void> {
    const mine = visit;
    begun = next;
    saveForm('whatsapp', next);
    showMessage(next.started);
    showStep('send');
    const news = await awaitWhatsapp(() => api.readWhatsapp(next.started.id), {
      onLost,
      onAnswer: () => showAlert(alert, ''),
      isOver: () => visit !== mine,
    });
    if (news === 'gone') onOver(whatsappWords.expired);
    if (news !== 'arrived') return;
    digits.reset();
    showStep('enter');
  }

  async function confirm(code: string): Promise<Answer<Session> | undefined> {
    if (begun === undefined) return undefined;
    const mine = visit;
    const { started, verifier } = begun;
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

  function onOver(sentence: string): void {
    forget();
    showStep('over', sentence);
  }

  function forget(): void {
    visit += 1;
    begun = undefined;
    dropSavedForm('whatsapp');
  }

  async function open(): Promise<boolean> {
    const secret = await createPkcePair();
    if (secret === undefined) return false;
    if (!dialog.open) dialog.showModal();
    void begin(secret);
    return true;
  }

  element('whatsapp-again', HTMLButtonElement).addEventListener('click', () => void open());
  element('whatsapp-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', forget);

  return {
    /** Gives `false` on a page without https, where no secret can be made. */
    open,
    /** Goes on after the browser threw the page away while its visitor was writing. */
    resume(): void {
      const kept = restoreForm<Begun>('whatsapp');
      if (kept === undefined || Date.parse(kept.started.expires_at) < Date.now()) return;
      dialog.showModal();
      void follow(kept);
    },
  };
}
