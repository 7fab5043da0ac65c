import type { TestContext } from 'node:test';
import type { MutableToken } from 'oauth2-mock-server';
import { facebook } from '../../../backend/adapters/oauth/facebook.ts';
import { facebookManners } from '../fake-provider/facebook.ts';
import { startOpenid } from '../fake-provider/openid.ts';
import { type FakeSocial, startSocial } from '../fake-provider/social.ts';
import { pageOrigin, type Weakness } from '../http-rig.ts';
import { makePageSecret, openSignInRig, type SignInRig, testClient } from '../sign-in-rig.ts';
import { ask } from '../visitor.ts';
import { attacksOn, verdict } from './attack.ts';
import {
  believedReturn,
  checkedByThePageAlone,
  credulous,
  everyOrigin,
  handOffInQuery,
  issuerIgnored,
  remembering,
  sameForEverybody,
  sharedRedirect,
  stateNotCompared,
} from './weak-sign-in.ts';

type Server = SignInRig & {
  /** A provider that keeps what it was asked. */
  facebook: FakeSocial;
  /** What a hostile OpenID provider does to its next ID tokens. */
  forge(mend: (token: MutableToken) => void): void;
  /** What somebody between it and us does to them. */
  alter(change: (idToken: string) => string): void;
};

async function open(test: TestContext, weakness: Weakness | undefined): Promise<Server> {
  let mend: (token: MutableToken) => void = () => {};
  let change = (idToken: string) => idToken;
  const { provider: google } = await startOpenid(
    test,
    (token) => mend(token),
    (idToken) => change(idToken),
  );
  const manners = facebookManners({}, testClient.secret);
  const fake = await startSocial(test, facebook.endpoints.issuer, manners);
  const providers = [google, { ...facebook, endpoints: fake.endpoints }];
  const rig = await openSignInRig(test, providers, { weakness, site: { requireSignIn: true } });
  return {
    ...rig,
    facebook: fake,
    forge(next) {
      mend = next;
    },
    alter(next) {
      change = next;
    },
  };
}

const exchanges = (server: Server) => server.facebook.requests.filter(({ path }) => path === '/token');

/** A visitor who has signed in at a provider and whose page is about to fetch the session. */
async function handedOff(server: Server) {
  const trip = await server.leave('facebook');
  const { fragment, answer } = await server.comeBack(await server.agree(trip.address), trip.cookie);
  return { ...trip, code: fragment.get('handoff') ?? '', location: String(answer.headers.location) };
}

function changed(path: string, changes: Record<string, string>): string {
  const url = new URL(path, 'https://here');
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}`;
}

const parameter = (path: string, name: string) => new URL(path, 'https://here').searchParams.get(name) ?? '';

const forgeries: Record<string, (token: MutableToken) => void> = {
  'another sign-in': ({ payload }) => Object.assign(payload, { nonce: 'f'.repeat(64) }),
  'no sign-in': ({ payload }) => void delete payload.nonce,
  'another client': ({ payload }) => Object.assign(payload, { aud: 'another-client' }),
  'another issuer': ({ payload }) => Object.assign(payload, { iss: 'https://evil.example' }),
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
      weaknesses: { 'an ID token that is read and not checked': credulousGoogle() },
    },
  ]),
);

/** The same token with another subject, under the signature of the first. */
function forSomebodyElse(idToken: string): string {
  const [header, claims = '', signature] = idToken.split('.');
  const { sub: _own, ...others } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const altered = Buffer.from(JSON.stringify({ ...others, sub: 'somebody-else' })).toString('base64url');
  return [header, altered, signature].join('.');
}

const alteredToken = {
  'an ID token that was altered after it was signed': {
    async play(server: Server) {
      server.alter(forSomebodyElse);
      const trip = await server.leave('google');
      const { fragment } = await server.comeBack(await server.agree(trip.address), trip.cookie);
      return verdict(fragment.has('handoff'));
    },
    weaknesses: { 'an ID token that is read and not checked': credulousGoogle() },
  },
};

function credulousGoogle(): Weakness {
  return {
    deps({ providers }) {
      const google = providers.get('google');
      if (google === undefined) throw new Error('There is no OpenID provider.');
      return { providers: new Map([...providers, ['google', credulous(google)]]) };
    },
  };
}

const strangePages = [
  'https://evil.example/',
  '//evil.example/',
  `https://${new URL(pageOrigin).host}@evil.example/`,
  `https://${new URL(pageOrigin).host}.evil.example/`,
  `http://${new URL(pageOrigin).host}/`,
  `blob:${pageOrigin}/0f8fad5b-d9cb-469f-a165-70867728950e`,
  'javascript:alert(1)',
];

async function isSentTo(server: Server, returnTo: string): Promise<boolean> {
  const query = new URLSearchParams({ challenge: makePageSecret().challenge, return_to: returnTo });
  const answer = await server.app.inject(`/oauth/login/facebook?${query}`);
  if (answer.statusCode !== 303) return false;
  const [cookie = ''] = String(answer.headers['set-cookie']).split(';');
  const path = await server.agree(new URL(String(answer.headers.location)));
  const { page } = await server.comeBack(path, cookie);
  return !page.startsWith(`${pageOrigin}/`);
}

export const signInAttacks = attacksOn<Server>(open, {
  ...forgedTokens,
  ...alteredToken,
  'an answer stolen on its way, opened in another browser': {
    async play(server) {
      const victim = await server.leave('facebook');
      const stolen = await server.agree(victim.address);
      const thief = await server.leave('facebook');
      const landings = [await server.comeBack(stolen, ''), await server.comeBack(stolen, thief.cookie)];
      return verdict(landings.some(({ fragment }) => fragment.has('handoff')));
    },
    weaknesses: {
      'state and verifier that are the same for everybody': sameForEverybody(
        'sign-in-state',
        'sign-in-verifier',
      ),
    },
  },
  'a stolen code under a state of one’s own': {
    async play(server) {
      const victim = await server.leave('facebook');
      const code = parameter(await server.agree(victim.address), 'code');
      const thief = await server.leave('facebook');
      const own = await server.agree(thief.address);
      const { fragment } = await server.comeBack(changed(own, { code }), thief.cookie);
      return verdict(fragment.has('handoff'));
    },
    weaknesses: { 'a verifier that is the same for everybody': sameForEverybody('sign-in-verifier') },
  },
  'a state that is swapped, empty or left out': {
    async play(server) {
      const trip = await server.leave('facebook');
      const path = await server.agree(trip.address);
      for (const wrong of [
        changed(path, { state: 'f'.repeat(64) }),
        changed(path, { state: '' }),
        path.replace(/&?state=[^&]*/, ''),
        `${path}&state=${'f'.repeat(64)}`,
      ])
        await server.comeBack(wrong, trip.cookie);
      return verdict(exchanges(server).length > 0);
    },
    weaknesses: { 'a state that is not compared': stateNotCompared() },
  },
  'the same answer again, at once and later': {
    async play(server) {
      const trip = await server.leave('facebook');
      const path = await server.agree(trip.address);
      await Promise.all([server.comeBack(path, trip.cookie), server.comeBack(path, trip.cookie)]);
      await server.comeBack(path, trip.cookie);
      return verdict(exchanges(server).length > 1);
    },
    weaknesses: {
      'a sign-in that stays open': {
        deps: ({ signIns }) => ({ signIns: { ...signIns, take: remembering(signIns.take) } }),
      },
    },
  },
  'an honest provider’s code, lured to a hostile one': {
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
  'an answer that names another issuer': {
    async play(server) {
      const trip = await server.leave('facebook');
      const path = changed(await server.agree(trip.address), { iss: 'https://evil.example' });
      await server.comeBack(path, trip.cookie);
      return verdict(exchanges(server).length > 0);
    },
    weaknesses: { 'an issuer that is not looked at': issuerIgnored },
  },
  'a page of one’s own to return to': {
    async play(server) {
      for (const page of strangePages) if (await isSentTo(server, page)) return 'succeeded';
      return 'defeated';
    },
    weaknesses: { 'a page to return to that is believed': believedReturn() },
  },
  'a sign-in planted by a neighbouring host': {
    async play(server) {
      const attacker = await server.leave('facebook');
      const planted = await server.agree(attacker.address);
      // A neighbour can set cookies for the whole domain, but none whose name begins with __Host-.
      const cookie = attacker.cookie.replace(/^__Host-/, '');
      const { fragment } = await server.comeBack(planted, cookie);
      return verdict(fragment.has('handoff'));
    },
    weaknesses: {
      'a cookie that any neighbour can set': {
        deps: ({ settings }) => ({ settings: { ...settings, publicBaseUrl: 'http://calls.example.com' } }),
      },
    },
  },
  'a stolen hand-off code, tried with what can be known': {
    async play(server) {
      for (const guess of ['own', 'challenge'] as const) {
        const { code, secret } = await handedOff(server);
        const verifier = guess === 'own' ? makePageSecret().verifier : secret.challenge;
        if ((await server.redeem(code, verifier)).statusCode === 200) return 'succeeded';
      }
      return 'defeated';
    },
    weaknesses: {
      'a hand-off that is bound to no page': {
        deps: ({ secrets, signIns }) => ({
          secrets: { ...secrets, challengeOf: () => 'any' },
          signIns: {
            ...signIns,
            redeem: async (key, at) => {
              const handOff = await signIns.redeem(key, at);
              return handOff && { ...handOff, challenge: 'any' };
            },
          },
        }),
      },
      'a challenge that is the verifier itself': {
        deps: ({ secrets }) => ({ secrets: { ...secrets, challengeOf: (verifier) => verifier } }),
      },
    },
  },
  'a hand-off code a second time, at once and later': {
    async play(server) {
      const { code, secret } = await handedOff(server);
      const redeem = () => server.redeem(code, secret.verifier);
      const answers = [...(await Promise.all([redeem(), redeem()])), await redeem()];
      return verdict(answers.filter(({ statusCode }) => statusCode === 200).length > 1);
    },
    weaknesses: {
      'a hand-off that stays': {
        deps: ({ signIns }) => ({ signIns: { ...signIns, redeem: remembering(signIns.redeem) } }),
      },
    },
  },
  'a hand-off code found a minute later': {
    async play(server) {
      const { code, secret } = await handedOff(server);
      await server.clock.advance(60_000);
      return verdict((await server.redeem(code, secret.verifier)).statusCode === 200);
    },
    weaknesses: {
      'a hand-off that keeps': {
        deps: ({ signIns }) => ({ signIns: { ...signIns, redeem: (key) => signIns.redeem(key, 0) } }),
      },
    },
  },
  'a hand-off code read in a server’s log or a Referer': {
    async play(server) {
      const { location } = await handedOff(server);
      const [, code = ''] = /handoff=([\w-]{43})/.exec(location) ?? [];
      return verdict((location.split('#')[0] ?? '').includes(code));
    },
    weaknesses: { 'a hand-off in the query': handOffInQuery },
  },
  'a session fetched by the page of another origin': {
    async play(server) {
      const { code, secret } = await handedOff(server);
      const answer = await server.app.inject({
        method: 'POST',
        url: '/oauth/token',
        headers: { origin: 'https://evil.example' },
        payload: { code, verifier: secret.verifier },
      });
      return verdict(answer.statusCode === 200);
    },
    weaknesses: { 'every origin let in': everyOrigin },
  },
  'a bearer that was signed out, or is too old': {
    async play(server) {
      const works = async (bearer: string) =>
        (await ask(server, { headers: { authorization: `Bearer ${bearer}` } })).statusCode < 300;
      const old = (await server.signIn('facebook')).access_token;
      await server.clock.advance(31 * 60_000);
      if (await works(old)) return 'succeeded';
      const { access_token } = await server.signIn('facebook');
      const headers = { authorization: `Bearer ${access_token}` };
      await server.app.inject({ method: 'POST', url: '/oauth/logout', headers });
      return verdict(await works(access_token));
    },
    weaknesses: {
      'a session without an end': {
        deps: ({ sessions }) => ({ sessions: { ...sessions, find: (key) => sessions.find(key, 0) } }),
      },
      'signing out that forgets to': {
        deps: ({ sessions }) => ({ sessions: { ...sessions, close: async () => {} } }),
      },
    },
  },
  'a call asked for without signing in': {
    async play(server) {
      const bearers = [undefined, '', 'Bearer ', `Bearer ${'A'.repeat(43)}`, `Basic ${'A'.repeat(43)}`];
      const answers = await Promise.all(
        bearers.map((authorization) =>
          ask(server, authorization === undefined ? {} : { headers: { authorization } }),
        ),
      );
      return verdict(answers.some(({ statusCode }) => statusCode < 300));
    },
    weaknesses: { 'a rule that only the page keeps': checkedByThePageAlone },
  },
});
