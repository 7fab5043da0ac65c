import type { Session } from '../../contract/sign-in.ts';
import type { WhatsappStarted, WhatsappState } from '../../contract/whatsapp.ts';
import { type Answer, type FetchOptions, fetchJson } from '../api/fetch-json.ts';
import type { BackendFinder } from '../api/find-backend.ts';
import { bearerHeader } from '../api/visitor-session.ts';

export type SignInApi = ReturnType<typeof createSignInApi>;

/** The API's routes for signing in. */
export function createSignInApi(backend: BackendFinder) {
  async function call<T>(path: string, options: FetchOptions): Promise<Answer<T>> {
    const found = await backend.find();
    return found.ok ? fetchJson<T>(`${found.body.base}/oauth/${path}`, options) : found;
  }

  const post = <T>(path: string, body?: unknown) =>
    call<T>(path, {
      method: 'POST',
      headers: bearerHeader(),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return {
    /** Address where the tab signs in; undefined while no API is found. */
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

/** The tab keeps the verifier until it redeems the hand-off code: https://www.rfc-editor.org/rfc/rfc7636 */
export type PkcePair = { verifier: string; challenge: string };

/** Returns undefined on a page without https, where browsers have no WebCrypto. */
export async function createPkcePair(): Promise<PkcePair | undefined> {
  if (!isSecureContext) return undefined;
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
}

function base64url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
