import type { TestContext } from 'node:test';
import { type MutableResponse, type MutableToken, OAuth2Server } from 'oauth2-mock-server';
import { google } from '../../../backend/adapters/oauth/google.ts';
import type { Provider } from '../../../backend/adapters/oauth/provider.ts';

export type FakeOpenid = {
  /** Google, with a local server. */
  provider: Provider;
  server: OAuth2Server;
};

/**
 * An independent OpenID provider. `changeToken` can change a token before it is signed, `alter` an ID token on its
 * way to the platform.
 */
export async function startOpenid(
  test: TestContext,
  changeToken: (token: MutableToken) => void = () => {},
  alter: (idToken: string) => string = (idToken) => idToken,
): Promise<FakeOpenid> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  test.after(() => server.stop());
  server.service.on('beforeTokenSigning', (token: MutableToken) => {
    Object.assign(token.payload, { name: 'Ada Palmer', email: 'ada@example.com', email_verified: true });
    changeToken(token);
  });
  server.service.on('beforeResponse', ({ body }: MutableResponse) => {
    if (typeof body !== 'object' || typeof body.id_token !== 'string') return;
    body.id_token = alter(body.id_token);
  });
  const issuer = server.issuer.url ?? '';
  const endpoints = {
    issuer,
    authorization: `${issuer}/authorize`,
    token: `${issuer}/token`,
    profile: undefined,
    keys: `${issuer}/jwks`,
  };
  return { provider: { ...google, endpoints }, server };
}
