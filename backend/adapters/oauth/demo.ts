import { type Provider, readOpenIdPerson } from './provider.ts';

/**
 * Fictitious people of the simulator. Browsers and this server can reach the simulator at different addresses; the issuer
 * is the browsers' address.
 */
export function demo(addresses: { forBrowsers: string; forServer: string }): Provider {
  const issuer = `${addresses.forBrowsers}/identity`;
  return {
    id: 'demo',
    endpoints: {
      issuer,
      authorization: `${issuer}/auth`,
      token: `${addresses.forServer}/identity/token`,
      profile: undefined,
      keys: `${addresses.forServer}/identity/jwks`,
    },
    scope: 'openid profile email',
    openid: true,
    clientAuth: 'post',
    namesIssuer: true,
    readPerson: readOpenIdPerson,
  };
}

/** Registration that every simulator accepts, and no other provider. */
export const demoClient = { id: 'callback-platform', secret: 'demo-client-secret-not-a-secret' } as const;
