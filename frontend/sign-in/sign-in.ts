import type { Session } from '../../contract/sign-in.ts';
import { announce } from '../announce.ts';
import type { Backend } from '../backend-detection.ts';
import { element, showAlert, showText } from '../elements.ts';
import { showFailure } from '../explain-problem.ts';
import { failureWords, words } from '../words/sign-in.ts';
import type { Arrival } from './arrival.ts';
import { identity } from './identity.ts';
import { fillEmpty, packLuggage, unpackLuggage } from './luggage.ts';
import { makePageSecret } from './page-secret.ts';
import { createProviderDialog } from './provider-dialog.ts';
import { createSignInApi } from './sign-in-api.ts';
import { createWhatsapp } from './whatsapp.ts';

/** Signing in and out, and what comes back from a provider. */
export function createSignIn(backend: Backend) {
  const api = createSignInApi(backend);
  const whatsapp = createWhatsapp({ api, onSignedIn });
  const phoneHint = element('phone-hint', HTMLElement);
  const unproven = phoneHint.textContent;

  identity.onChange(() => {
    const proven = identity.read()?.profile.phone;
    showText(phoneHint, proven ? words.proven(proven) : unproven);
  });

  function fail(sentence: string): void {
    showAlert(element('form-alert', HTMLElement), sentence);
    announce(sentence);
  }

  async function goTo(provider: string): Promise<void> {
    const secret = await makePageSecret();
    if (secret === undefined) return fail(words.needsHttps);
    const address = await api.address(provider, secret.challenge);
    if (address === undefined) return fail(failureWords['provider-down']);
    packLuggage('sign-in', secret.verifier);
    location.assign(address);
  }

  async function choose(provider: string): Promise<void> {
    if (provider !== 'whatsapp') return goTo(provider);
    if (!(await whatsapp.open())) fail(words.needsHttps);
  }

  async function redeem(code: string, verifier: string | undefined): Promise<void> {
    if (verifier === undefined) return fail(failureWords.expired);
    const answer = await api.redeem(code, verifier);
    if (answer.ok) onSignedIn(answer.body);
    else announce(showFailure('form-alert', answer));
  }

  function onSignedIn(session: Session): void {
    identity.keep(session);
    const { name, email, phone } = session.profile;
    fillEmpty('name', name);
    fillEmpty('phone', phone);
    fillEmpty('email', email);
    showAlert(element('form-alert', HTMLElement), '');
    announce(words.done(name ?? ''));
  }

  return {
    open: (providers: readonly string[]) =>
      createProviderDialog(providers, (provider) => void choose(provider)),
    /** Goes on with what the visitor was at when the page was thrown away. */
    resume: whatsapp.resume,
    async arrive(arrival: Arrival): Promise<void> {
      const verifier = unpackLuggage<string>('sign-in');
      if ('handOff' in arrival) return redeem(arrival.handOff, verifier);
      const known: Partial<Record<string, string>> = failureWords;
      fail(known[arrival.reason] ?? failureWords['not-valid']);
    },
    async leave(): Promise<void> {
      await api.logout();
      identity.keep(undefined);
      announce(words.left);
    },
  };
}
