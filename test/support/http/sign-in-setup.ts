import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { LightMyRequestResponse } from 'fastify';
import { type Client, createCodeFlow } from '../../../backend/adapters/oauth/code-flow.ts';
import type { Provider } from '../../../backend/adapters/oauth/provider.ts';
import { type Session, session } from '../../../contract/sign-in.ts';
import { type HttpSetup, type HttpSetupOptions, openHttpSetup, pageOrigin } from './http-setup.ts';

/** A page's verifier, and the challenge made from it. */
export type PageSecret = { verifier: string; challenge: string };

export function makePageSecret(): PageSecret {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** One browser during a sign-in. */
type Trip = {
  secret: PageSecret;
  /** The Cookie header of the browser. */
  cookie: string;
  /** Address of the provider's authorization endpoint. */
  address: URL;
};

/** Where a browser landed: the page and its fragment parameters. */
export type Landing = { page: string; fragment: URLSearchParams; answer: LightMyRequestResponse };

export type SignInSetup = HttpSetup & {
  /** Starts a sign-in from a registered page. */
  leave(provider: string, differing?: { returnTo?: string; secret?: PageSecret }): Promise<Trip>;
  /** Approves at the provider; returns path and query of the redirect. */
  agree(address: URL): Promise<string>;
  comeBack(path: string, cookie: string): Promise<Landing>;
  redeem(code: string, verifier: string): Promise<LightMyRequestResponse>;
  /** Runs a whole sign-in; returns the page's session. */
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
