import type { Session } from '../../contract/sign-in.ts';
import type { WhatsappStarted } from '../../contract/whatsapp.ts';
import type { Answer } from '../ask.ts';
import { element, showAlert } from '../elements.ts';
import { explainProblem } from '../explain-problem.ts';
import { untilAnswered } from '../until-answered.ts';
import { words as live } from '../words/live.ts';
import { words } from '../words/whatsapp.ts';
import { awaitMessage } from './await-message.ts';
import { dropLuggage, packLuggage, unpackLuggage } from './luggage.ts';
import { makePageSecret, type PageSecret } from './page-secret.ts';
import type { SignInApi } from './sign-in-api.ts';
import { createWhatsappDigits } from './whatsapp-digits.ts';
import { showMessage, showStep } from './whatsapp-view.ts';

type Page = { api: SignInApi; onSignedIn: (session: Session) => void };

/** What this tab must know until its visitor is signed in. */
type Begun = { verifier: string; started: WhatsappStarted };

/** Signing in by a message that the visitor sends, and by the digits that come back in the chat. */
export function createWhatsapp({ api, onSignedIn }: Page) {
  const dialog = element('whatsapp-dialog', HTMLDialogElement);
  const alert = element('whatsapp-alert', HTMLElement);
  let begun: Begun | undefined;
  let visit = 0;
  const onLost = () => showAlert(alert, `${live.network.failed}.`, words.retrying);
  const digits = createWhatsappDigits({ confirm, onRight, onOver });

  async function begin(secret: PageSecret): Promise<void> {
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
    packLuggage('whatsapp', next);
    showMessage(next.started);
    showStep('send');
    const news = await awaitMessage(() => api.readWhatsapp(next.started.id), {
      onLost,
      onAnswer: () => showAlert(alert, ''),
      isOver: () => visit !== mine,
    });
    if (news === 'gone') onOver(words.expired);
    if (news !== 'arrived') return;
    digits.reset();
    showStep('enter');
  }

  async function confirm(code: string): Promise<Answer<Session> | undefined> {
    if (begun === undefined) return undefined;
    const mine = visit;
    const { started, verifier } = begun;
    const answer = await untilAnswered(() => api.confirmWhatsapp(started.id, code, verifier), {
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
    dropLuggage('whatsapp');
  }

  async function open(): Promise<boolean> {
    const secret = await makePageSecret();
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
      const kept = unpackLuggage<Begun>('whatsapp');
      if (kept === undefined || Date.parse(kept.started.expires_at) < Date.now()) return;
      dialog.showModal();
      void follow(kept);
    },
  };
}
