import type { Session } from '../../contract/sign-in.ts';
import { type Answer, ask } from '../ask.ts';
import type { Backend } from '../backend-detection.ts';
import { bearerHeader } from './identity.ts';

/** What signing in asks of the server. */
export function createSignInApi(backend: Backend) {
  async function post<T>(path: string, body?: unknown): Promise<Answer<T>> {
    const found = await backend.find();
    if (!found.ok) return found;
    return ask<T>(`${found.body.base}/oauth/${path}`, {
      method: 'POST',
      headers: bearerHeader(),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  return {
    /** Where the tab goes to sign in; undefined while no API is found. */
    async address(provider: string, challenge: string): Promise<string | undefined> {
      const found = await backend.find();
      const query = new URLSearchParams({ challenge, return_to: location.href.replace(/#.*/, '') });
      return found.ok ? `${found.body.base}/oauth/login/${provider}?${query}` : undefined;
    },
    redeem: (code: string, verifier: string) => post<Session>('token', { code, verifier }),
    logout: () => post<unknown>('logout'),
  };
}
