import { makePageSecret } from '../http/sign-in-setup.ts';
import { ask } from '../http/visitor-requests.ts';
import { attacksOn, verdict } from './attack.ts';
import { openSignInServer, type SignInServer } from './sign-in-server.ts';
import { checkedByThePageAlone, everyOrigin, handOffInQuery, remembering } from './weak-sign-in.ts';

/** A signed-in visitor whose page has not fetched the session yet. */
async function handedOff(server: SignInServer) {
  const trip = await server.leave('facebook');
  const { fragment, answer } = await server.comeBack(await server.agree(trip.address), trip.cookie);
  return { ...trip, code: fragment.get('handoff') ?? '', location: String(answer.headers.location) };
}

export const handOffAttacks = attacksOn<SignInServer>(openSignInServer, {
  'a stolen hand-off code without the verifier': {
    async play(server) {
      for (const guess of ['own', 'challenge'] as const) {
        const { code, secret } = await handedOff(server);
        const verifier = guess === 'own' ? makePageSecret().verifier : secret.challenge;
        if ((await server.redeem(code, verifier)).statusCode === 200) return 'succeeded';
      }
      return 'defeated';
    },
    weaknesses: {
      'a hand-off that is not bound to a page': {
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
      'a challenge equal to the verifier': {
        deps: ({ secrets }) => ({ secrets: { ...secrets, challengeOf: (verifier) => verifier } }),
      },
    },
  },
  'a hand-off code used twice, at once and later': {
    async play(server) {
      const { code, secret } = await handedOff(server);
      const redeem = () => server.redeem(code, secret.verifier);
      const answers = [...(await Promise.all([redeem(), redeem()])), await redeem()];
      return verdict(answers.filter(({ statusCode }) => statusCode === 200).length > 1);
    },
    weaknesses: {
      'a hand-off that can be used twice': {
        deps: ({ signIns }) => ({ signIns: { ...signIns, redeem: remembering(signIns.redeem) } }),
      },
    },
  },
  'a hand-off code used a minute later': {
    async play(server) {
      const { code, secret } = await handedOff(server);
      await server.clock.advance(60_000);
      return verdict((await server.redeem(code, secret.verifier)).statusCode === 200);
    },
    weaknesses: {
      'a hand-off that does not expire': {
        deps: ({ signIns }) => ({ signIns: { ...signIns, redeem: (key) => signIns.redeem(key, 0) } }),
      },
    },
  },
  'a hand-off code from a server log or a Referer': {
    async play(server) {
      const { location } = await handedOff(server);
      const [, code = ''] = /handoff=([\w-]{43})/.exec(location) ?? [];
      return verdict((location.split('#')[0] ?? '').includes(code));
    },
    weaknesses: { 'a hand-off code in the query string': handOffInQuery },
  },
  'a session fetched by a page of another origin': {
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
    weaknesses: { 'every origin allowed': everyOrigin },
  },
  'a closed or expired bearer token': {
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
      'a session that does not expire': {
        deps: ({ sessions }) => ({ sessions: { ...sessions, find: (key) => sessions.find(key, 0) } }),
      },
      'a sign-out that keeps the session': {
        deps: ({ sessions }) => ({ sessions: { ...sessions, close: async () => {} } }),
      },
    },
  },
  'a request without the required sign-in': {
    async play(server) {
      const bearers = [undefined, '', 'Bearer ', `Bearer ${'A'.repeat(43)}`, `Basic ${'A'.repeat(43)}`];
      const answers = await Promise.all(
        bearers.map((authorization) =>
          ask(server, authorization === undefined ? {} : { headers: { authorization } }),
        ),
      );
      return verdict(answers.some(({ statusCode }) => statusCode < 300));
    },
    weaknesses: { 'a rule that only the page checks': checkedByThePageAlone },
  },
});
