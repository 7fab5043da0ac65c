import type { Session } from '../../contract/sign-in.ts';
import type { BackendFinder } from '../api/find-backend.ts';
import { visitorSession } from '../api/visitor-session.ts';
import { announce, showAlert, showFailure } from '../dom/alerts.ts';
import { element, showText } from '../dom/elements.ts';
import { signInFailureWords, signInWords } from '../words/sign-in.ts';
import { createProviderDialog } from './provider-dialog.ts';
import { fillEmpty, restoreForm, saveForm } from './saved-form.ts';
import { createPkcePair, createSignInApi } from './sign-in-api.ts';
import type { SignInReturn } from './sign-in-return.ts';
import { createWhatsappDialog } from './whatsapp-dialog.ts';

/** Signing in and out, and what comes back from a provider. */
export function createSignIn(backend: BackendFinder) {
  const api = createSignInApi(backend);
  const whatsapp = createWhatsappDialog({ api, onSignedIn });
  const phoneHint = element('phone-hint', HTMLElement);
  const unproven = phoneHint.textContent;

  visitorSession.onChange(() => {
    const proven = visitorSession.read()?.profile.phone;
    showText(phoneHint, proven ? signInWords.proven(proven) : unproven);
  });

  function fail(sentence: string): void {
    showAlert(element('form-alert', HTMLElement), sentence);
    announce(sentence);
  }

  async function goTo(provider: string): Promise<void> {
    const secret = await createPkcePair();
    if (secret === undefined) return fail(signInWords.needsHttps);
    const address = await api.address(provider, secret.challenge);
    if (address === undefined) return fail(signInFailureWords['provider-down']);
    saveForm('sign-in', secret.verifier);
    location.assign(address);
  }

  async function choose(provider: string): Promise<void> {
    if (provider !== 'whatsapp') return goTo(provider);
    if (!(await whatsapp.open())) fail(signInWords.needsHttps);
  }

  async function redeem(code: string, verifier: string | undefined): Promise<void> {
    if (verifier === undefined) return fail(signInFailureWords.expired);
    const answer = await api.redeem(code, verifier);
    if (answer.ok) onSignedIn(answer.body);
    else announce(showFailure('form-alert', answer));
  }

  function onSignedIn(session: Session): void {
    visitorSession.keep(session);
    const { name, email, phone } = session.profile;
    fillEmpty('name', name);
    fillEmpty('phone', phone);
    fillEmpty('email', email);
    showAlert(element('form-alert', HTMLElement), '');
    announce(signInWords.done(name ?? ''));
  }

  return {
    open: (providers: readonly string[]) =>
      createProviderDialog(providers, (provider) => void choose(provider)),
    /** Goes on with what the visitor was at when the page was thrown away. */
    resume: whatsapp.resume,
    async arrive(arrival: SignInReturn): Promise<void> {
      const verifier = restoreForm<string>('sign-in');
      if ('handOff' in arrival) return redeem(arrival.handOff, verifier);
      const known: Partial<Record<string, string>> = signInFailureWords;
      fail(known[arrival.reason] ?? signInFailureWords['not-valid']);
    },
    async leave(): Promise<void> {
      await api.logout();
      visitorSession.keep(undefined);
      announce(signInWords.left);
    },
  };
}
