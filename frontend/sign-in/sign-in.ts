import { announce } from '../announce.ts';
import type { Backend } from '../backend-detection.ts';
import { element, showAlert } from '../elements.ts';
import { showFailure } from '../explain-problem.ts';
import { failureWords, words } from '../words/sign-in.ts';
import type { Arrival } from './arrival.ts';
import { identity } from './identity.ts';
import { fillEmpty, packLuggage, unpackLuggage } from './luggage.ts';
import { makePageSecret } from './page-secret.ts';
import { createProviderDialog } from './provider-dialog.ts';
import { createSignInApi } from './sign-in-api.ts';

/** Signing in and out, and what comes back from a provider. */
export function createSignIn(backend: Backend) {
  const api = createSignInApi(backend);

  function fail(sentence: string): void {
    showAlert(element('form-alert', HTMLElement), sentence);
    announce(sentence);
  }

  async function goTo(provider: string): Promise<void> {
    const secret = await makePageSecret();
    if (secret === undefined) return fail(words.needsHttps);
    const address = await api.address(provider, secret.challenge);
    if (address === undefined) return fail(failureWords['provider-down']);
    packLuggage(secret.verifier);
    location.assign(address);
  }

  async function redeem(code: string, verifier: string | undefined): Promise<void> {
    if (verifier === undefined) return fail(failureWords.expired);
    const answer = await api.redeem(code, verifier);
    if (!answer.ok) return announce(showFailure('form-alert', answer));
    identity.keep(answer.body);
    const { name, email } = answer.body.profile;
    fillEmpty('name', name);
    fillEmpty('email', email);
    announce(words.done(name ?? ''));
  }

  return {
    open: (providers: readonly string[]) =>
      createProviderDialog(providers, (provider) => void goTo(provider)),
    async arrive(arrival: Arrival): Promise<void> {
      const verifier = unpackLuggage();
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
