import '../styles/sign-in.css';
import type { Session } from '../../contract/sign-in.ts';
import { fill } from '../../languages/fill.ts';
import type { BackendFinder } from '../api/find-backend.ts';
import { visitorSession } from '../api/visitor-session.ts';
import { announce, showAlert } from '../dom/alerts.ts';
import { element, showText } from '../dom/elements.ts';
import { nonBreaking } from '../words/format.ts';
import { rareWords } from '../words/page.ts';
import { explainFailure } from '../words/problems.ts';

import { createProviderDialog } from './provider-dialog.ts';
import { fillFromSignIn, removeFilled, restoreForm, saveForm } from './saved-form.ts';
import { createPkcePair, createSignInApi } from './sign-in-api.ts';
import type { SignInReturn } from './sign-in-return.ts';
import { createWhatsappDialog } from './whatsapp-dialog.ts';

/** Signs visitors in and out, and finishes a sign-in when a provider sends the visitor back. */
export function createSignIn(backend: BackendFinder) {
  const api = createSignInApi(backend);
  const whatsapp = createWhatsappDialog({ api, onSignedIn });
  const phoneHint = element('phone-hint', HTMLElement);
  const alert = element('form-alert', HTMLElement);
  const hintForUnproven = phoneHint.textContent;

  visitorSession.onChange(() => {
    const proven = visitorSession.read()?.profile.phone;
    showText(
      phoneHint,
      proven ? fill(rareWords.signIn.proven, { number: nonBreaking(proven) }) : hintForUnproven,
    );
  });

  function fail(sentence: string): void {
    showAlert(alert, sentence);
    announce(sentence);
    // After the return from a provider the page is at its top, and the alert can be out of view.
    alert.focus();
  }

  async function goToProvider(provider: string): Promise<void> {
    const pkce = await createPkcePair();
    if (pkce === undefined) return fail(rareWords.signIn.needsHttps);
    const address = await api.address(provider, pkce.challenge);
    if (address === undefined) return fail(rareWords.signInFailures['provider-down']);
    saveForm('sign-in', pkce.verifier);
    location.assign(address);
  }

  async function choose(provider: string): Promise<void> {
    if (provider !== 'whatsapp') return goToProvider(provider);
    if (!(await whatsapp.open())) fail(rareWords.signIn.needsHttps);
  }

  async function redeem(code: string, verifier: string | undefined): Promise<void> {
    if (verifier === undefined) return fail(rareWords.signInFailures.expired);
    const answer = await api.redeem(code, verifier);
    if (answer.ok) onSignedIn(answer.body);
    else fail(explainFailure(answer));
  }

  function onSignedIn(session: Session): void {
    visitorSession.keep(session);
    const { name, email, phone } = session.profile;
    fillFromSignIn({ name: name ?? undefined, email: email ?? undefined, phone: phone ?? undefined });
    showAlert(alert, '');
    announce(name === null || name === '' ? rareWords.signIn.done : fill(rareWords.signIn.doneAs, { name }));
  }

  return {
    open: (providers: readonly string[]) =>
      createProviderDialog(providers, (provider) => void choose(provider)),
    /** Resumes a WhatsApp sign-in after the browser discarded the page. */
    resume: whatsapp.resume,
    async finish(result: SignInReturn): Promise<void> {
      const verifier = restoreForm<string>('sign-in');
      if ('handOff' in result) return redeem(result.handOff, verifier);
      const known: Partial<Record<string, string>> = rareWords.signInFailures;
      fail(known[result.reason] ?? rareWords.signInFailures['not-valid']);
    },
    async signOut(): Promise<void> {
      // The page forgets the visitor at once, whether or not the server can be reached.
      const loggedOut = api.logout();
      visitorSession.keep(undefined);
      removeFilled();
      announce(rareWords.signIn.left);
      await loggedOut;
    },
  };
}
