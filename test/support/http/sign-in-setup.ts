import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { LightMyRequestResponse } from 'fastify';
import { type Client, createCodeFlow } from '../../../backend/adapters/oauth/code-flow.ts';
import type { Provider } from '../../../backend/adapters/oauth/provider.ts';
import { type Session, session } from '../../../contract/sign-in.ts';
import { type HttpSetup, type HttpSetupOptions, openHttpSetup, pageOrigin } from './http-setup.ts';

/** What a page keeps to itself, and what it shows of it. */
export type PageSecret = { verifier: string; challenge: string };

export function makePageSecret(): PageSecret {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** One browser on its way through a sign-in. */
type Trip = {
  secret: PageSecret;
  /** As the browser would send it back. */
  cookie: string;
  /** Where the provider is asked. */
  address: URL;
};

/** Where a browser landed: the page, and what its fragment says. */
export type Landing = { page: string; fragment: URLSearchParams; answer: LightMyRequestResponse };

export type SignInSetup = HttpSetup & {
  /** Leaves for a provider from a page of ours. */
  leave(provider: string, differing?: { returnTo?: string; secret?: PageSecret }): Promise<Trip>;
  /** Says yes there; answers path and query of the address that the provider sends back to. */
  agree(address: URL): Promise<string>;
  comeBack(path: string, cookie: string): Promise<Landing>;
  redeem(code: string, verifier: string): Promise<LightMyRequestResponse>;
  /** All of it; the session that the page gets. */
  signIn(provider: string): Promise<Session>;
};

export const testClient: Client = { id: 'our-client', secret: 'a-client-secret' };

export async function openSignInSetup(
  test: TestContext,
  providers: readonly Provider[],
  options: HttpSetupOptions = {},
): Promise<SignInSetup> {
  const publicBaseUrl = 'https://calls.example.com';
  const flows = providers.map((provider) => createCodeFlow({ provider, client: testClient, publicBaseUrl }));
  const deps = { providers: new Map(flows.map((flow) => [flow.id, flow])), ...options.deps };
  const setup = await openHttpSetup(test, { ...options, deps });

  async function leave(
    provider: string,
    { returnTo = `${pageOrigin}/contact`, secret = makePageSecret() } = {},
  ): Promise<Trip> {
    const query = new URLSearchParams({ challenge: secret.challenge, return_to: returnTo });
    const answer = await setup.app.inject(`/oauth/login/${provider}?${query}`);
    assert.equal(answer.statusCode, 303, answer.body);
    const [cookie = ''] = String(answer.headers['set-cookie']).split(';');
    return { secret, cookie, address: new URL(String(answer.headers.location)) };
  }

  async function agree(address: URL): Promise<string> {
    const answer = await fetch(address, { redirect: 'manual' });
    const back = new URL(answer.headers.get('location') ?? assert.fail(await answer.text()));
    return `${back.pathname}${back.search}`;
  }

  async function comeBack(path: string, cookie: string): Promise<Landing> {
    const answer = await setup.app.inject({ url: path, headers: { cookie } });
    assert.equal(answer.statusCode, 303, answer.body);
    const [page = '', fragment = ''] = String(answer.headers.location).split('#');
    return { page, fragment: new URLSearchParams(fragment), answer };
  }

  function redeem(code: string, verifier: string) {
    return setup.app.inject({ method: 'POST', url: '/oauth/token', payload: { code, verifier } });
  }

  return {
    ...setup,
    leave,
    agree,
    comeBack,
    redeem,
    async signIn(provider) {
      const trip = await leave(provider);
      const { fragment } = await comeBack(await agree(trip.address), trip.cookie);
      const answer = await redeem(
        fragment.get('handoff') ?? assert.fail(`${fragment}`),
        trip.secret.verifier,
      );
      return session.strict().parse(answer.json());
    },
  };
}
