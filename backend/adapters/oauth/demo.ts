import { type Provider, readOpenidPerson } from './provider.ts';

/**
 * The simulator's made-up people. A browser and this server may reach the simulator by different addresses;
 * the issuer is the browser's.
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
    readPerson: readOpenidPerson,
  };
}

/** Known to every simulator, and of use nowhere else. */
export const demoClient = { id: 'callback-platform', secret: 'demo-client-secret-not-a-secret' } as const;
