import type { Session } from '../../contract/sign-in.ts';
import type { WhatsappStarted, WhatsappState } from '../../contract/whatsapp.ts';
import { type Answer, ask, type Question } from '../ask.ts';
import type { Backend } from '../backend-detection.ts';
import { bearerHeader } from './identity.ts';

export type SignInApi = ReturnType<typeof createSignInApi>;

/** What signing in asks of the server. */
export function createSignInApi(backend: Backend) {
  async function call<T>(path: string, question: Question): Promise<Answer<T>> {
    const found = await backend.find();
    return found.ok ? ask<T>(`${found.body.base}/oauth/${path}`, question) : found;
  }

  const post = <T>(path: string, body?: unknown) =>
    call<T>(path, {
      method: 'POST',
      headers: bearerHeader(),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return {
    /** Where the tab goes to sign in; undefined while no API is found. */
    async address(provider: string, challenge: string): Promise<string | undefined> {
      const found = await backend.find();
      const query = new URLSearchParams({ challenge, return_to: location.href.replace(/#.*/, '') });
      return found.ok ? `${found.body.base}/oauth/login/${provider}?${query}` : undefined;
    },
    redeem: (code: string, verifier: string) => post<Session>('token', { code, verifier }),
    logout: () => post<unknown>('logout'),
    beginWhatsapp: (challenge: string) => post<WhatsappStarted>('whatsapp', { challenge }),
    readWhatsapp: (id: string) => call<WhatsappState>(`whatsapp/${id}`, {}),
    confirmWhatsapp: (id: string, code: string, verifier: string) =>
      post<Session>('whatsapp/confirm', { id, code, verifier }),
  };
}
