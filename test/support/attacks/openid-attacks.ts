import type { TestContext } from 'node:test';
import type { MutableToken } from 'oauth2-mock-server';
import { startOpenid } from '../fake-provider/openid.ts';
import type { Weakness } from '../http/http-setup.ts';
import { attacksOn, verdict } from './attack.ts';
import { exchanges, openSignInServer, parameter, type SignInServer } from './sign-in-server.ts';
import { sharedRedirect, withoutChecks } from './weak-sign-in.ts';

type Server = SignInServer & {
  /** Changes of a hostile OpenID provider to its next ID tokens. */
  forge(change: (token: MutableToken) => void): void;
  /** Changes on the way from the provider to the platform. */
  alter(change: (idToken: string) => string): void;
};

async function open(test: TestContext, weakness: Weakness | undefined): Promise<Server> {
  let changeToken: (token: MutableToken) => void = () => {};
  let change = (idToken: string) => idToken;
  const { provider } = await startOpenid(
    test,
    (token) => changeToken(token),
    (idToken) => change(idToken),
  );
  return {
    ...(await openSignInServer(test, weakness, [provider])),
    forge(next) {
      changeToken = next;
    },
    alter(next) {
      change = next;
    },
  };
}

const forgeries: Record<string, (token: MutableToken) => void> = {
  'another sign-in': ({ payload }) => Object.assign(payload, { nonce: 'f'.repeat(64) }),
  'no sign-in': ({ payload }) => void delete payload.nonce,
  'another client': ({ payload }) => Object.assign(payload, { aud: 'another-client' }),
  'another issuer': ({ payload }) => Object.assign(payload, { iss: 'https://evil.example' }),
  'another party': ({ payload }) => Object.assign(payload, { azp: 'another-client' }),
  'another hour': ({ payload }) => Object.assign(payload, { iat: payload.iat - 3_600 }),
  'a time to come': ({ payload }) =>
    Object.assign(payload, { iat: payload.iat + 1_800, exp: payload.exp + 3_600 }),
  'another access token': ({ payload }) => Object.assign(payload, { at_hash: 'A'.repeat(22) }),
  'another day': ({ payload }) => Object.assign(payload, { exp: payload.iat - 86_400 }),
};

const forgedTokens = Object.fromEntries(
  Object.entries(forgeries).map(([what, forge]) => [
    `an ID token made for ${what}`,
    {
      async play(server: Server) {
        server.forge(forge);
        const trip = await server.leave('google');
        const { fragment } = await server.comeBack(await server.agree(trip.address), trip.cookie);
        return verdict(fragment.has('handoff'));
      },
      weaknesses: { 'an unchecked ID token': uncheckedGoogle() },
    },
  ]),
);

/** The token with another subject and the old signature. */
function withOtherSubject(idToken: string): string {
  const [header, claims = '', signature] = idToken.split('.');
  const { sub: _own, ...others } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const altered = Buffer.from(JSON.stringify({ ...others, sub: 'another-person' })).toString('base64url');
  return [header, altered, signature].join('.');
}

/** The same claims with `alg: none`. */
function unsigned(idToken: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  return `${header}.${idToken.split('.')[1]}.`;
}

const alterations = { 'was altered after signing': withOtherSubject, 'has no signature': unsigned };

const alteredTokens = Object.fromEntries(
  Object.entries(alterations).map(([what, alter]) => [
    `an ID token that ${what}`,
    {
      async play(server: Server) {
        server.alter(alter);
        const trip = await server.leave('google');
        const { fragment } = await server.comeBack(await server.agree(trip.address), trip.cookie);
        return verdict(fragment.has('handoff'));
      },
      weaknesses: { 'an unchecked ID token': uncheckedGoogle() },
    },
  ]),
);

function uncheckedGoogle(): Weakness {
  return {
    deps({ providers }) {
      const google = providers.get('google');
      if (google === undefined) throw new Error('There is no OpenID provider.');
      return { providers: new Map([...providers, ['google', withoutChecks(google)]]) };
    },
  };
}

export const openidAttacks = attacksOn<Server>(open, {
  ...forgedTokens,
  ...alteredTokens,
  'a mix-up: an honest provider’s code sent to a hostile one': {
    async play(server) {
      const victim = await server.leave('facebook');
      const { address } = await server.leave('google');
      address.searchParams.set('state', victim.address.searchParams.get('state') ?? '');
      const path = await server.agree(address);
      await server.comeBack(path, victim.cookie);
      const code = parameter(path, 'code');
      return verdict(exchanges(server).some(({ body }) => new URLSearchParams(body).get('code') === code));
    },
    weaknesses: { 'one redirect URI for all providers': sharedRedirect },
  },
});
