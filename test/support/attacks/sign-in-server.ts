import type { TestContext } from 'node:test';
import { facebook } from '../../../backend/adapters/oauth/facebook.ts';
import type { Provider } from '../../../backend/adapters/oauth/provider.ts';
import { facebookQuirks } from '../fake-provider/facebook.ts';
import { type FakeSocial, startSocial } from '../fake-provider/social.ts';
import type { Weakness } from '../http/http-setup.ts';
import { openSignInSetup, type SignInSetup, testClient } from '../http/sign-in-setup.ts';

/** A server that requires a sign-in, and a provider that records its requests. */
export type SignInServer = SignInSetup & { facebook: FakeSocial };

export async function openSignInServer(
  test: TestContext,
  weakness: Weakness | undefined,
  others: readonly Provider[] = [],
): Promise<SignInServer> {
  const manners = facebookQuirks({}, testClient.secret);
  const fake = await startSocial(test, facebook.endpoints.issuer, manners);
  const providers = [...others, { ...facebook, endpoints: fake.endpoints }];
  const setup = await openSignInSetup(test, providers, { weakness, site: { requireSignIn: true } });
  return { ...setup, facebook: fake };
}

/** The recorded code exchanges. */
export function exchanges(server: SignInServer) {
  return server.facebook.requests.filter(({ path }) => path === '/token');
}

/** Returns the address with changed parameters. */
export function changed(path: string, changes: Record<string, string>): string {
  const url = new URL(path, 'https://here');
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}`;
}

export function parameter(path: string, name: string) {
  return new URL(path, 'https://here').searchParams.get(name) ?? '';
}
