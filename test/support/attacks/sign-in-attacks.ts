import { pageOrigin } from '../http/http-setup.ts';
import { makePageSecret } from '../http/sign-in-setup.ts';
import { attacksOn, verdict } from './attack.ts';
import { changed, exchanges, openSignInServer, parameter, type SignInServer } from './sign-in-server.ts';
import {
  believedReturn,
  issuerIgnored,
  remembering,
  sameForAllBrowsers,
  stateNotCompared,
} from './weak-sign-in.ts';

const strangePages = [
  'https://evil.example/',
  '//evil.example/',
  `https://${new URL(pageOrigin).host}@evil.example/`,
  `https://${new URL(pageOrigin).host}.evil.example/`,
  `http://${new URL(pageOrigin).host}/`,
  `blob:${pageOrigin}/0f8fad5b-d9cb-469f-a165-70867728950e`,
  'javascript:alert(1)',
];

async function isSentTo(server: SignInServer, returnTo: string): Promise<boolean> {
  const query = new URLSearchParams({ challenge: makePageSecret().challenge, return_to: returnTo });
  const answer = await server.app.inject(`/oauth/login/facebook?${query}`);
  if (answer.statusCode !== 303) return false;
  const [cookie = ''] = String(answer.headers['set-cookie']).split(';');
  const path = await server.agree(new URL(String(answer.headers.location)));
  const { page } = await server.comeBack(path, cookie);
  return !page.startsWith(`${pageOrigin}/`);
}

export const signInAttacks = attacksOn<SignInServer>(openSignInServer, {
  'a stolen answer opened in another browser': {
    async play(server) {
      const victim = await server.leave('facebook');
      const stolen = await server.agree(victim.address);
      const thief = await server.leave('facebook');
      const landings = [await server.comeBack(stolen, ''), await server.comeBack(stolen, thief.cookie)];
      return verdict(landings.some(({ fragment }) => fragment.has('handoff')));
    },
    weaknesses: {
      'one state and verifier for all browsers': sameForAllBrowsers('sign-in-state', 'sign-in-verifier'),
    },
  },
  'a stolen code with the attacker’s state': {
    async play(server) {
      const victim = await server.leave('facebook');
      const code = parameter(await server.agree(victim.address), 'code');
      const thief = await server.leave('facebook');
      const own = await server.agree(thief.address);
      const { fragment } = await server.comeBack(changed(own, { code }), thief.cookie);
      return verdict(fragment.has('handoff'));
    },
    weaknesses: { 'one verifier for all browsers': sameForAllBrowsers('sign-in-verifier') },
  },
  'a swapped, empty or missing state': {
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
    weaknesses: { 'an uncompared state': stateNotCompared() },
  },
  'a repeated answer, at once and later': {
    async play(server) {
      const trip = await server.leave('facebook');
      const path = await server.agree(trip.address);
      await Promise.all([server.comeBack(path, trip.cookie), server.comeBack(path, trip.cookie)]);
      await server.comeBack(path, trip.cookie);
      return verdict(exchanges(server).length > 1);
    },
    weaknesses: {
      'a sign-in that can be used twice': {
        deps: ({ signIns }) => ({ signIns: { ...signIns, consume: remembering(signIns.consume) } }),
      },
    },
  },
  'an answer from another issuer': {
    async play(server) {
      const trip = await server.leave('facebook');
      const path = changed(await server.agree(trip.address), { iss: 'https://evil.example' });
      await server.comeBack(path, trip.cookie);
      return verdict(exchanges(server).length > 0);
    },
    weaknesses: { 'an unchecked issuer': issuerIgnored },
  },
  'a redirect to the attacker’s page': {
    async play(server) {
      for (const page of strangePages) if (await isSentTo(server, page)) return 'succeeded';
      return 'defeated';
    },
    weaknesses: { 'an unchecked return page': believedReturn() },
  },
  'a hundred concurrent sign-ins': {
    async play(server) {
      const url = `/oauth/login/facebook?challenge=${makePageSecret().challenge}`;
      const answers = await Promise.all(Array.from({ length: 100 }, () => server.app.inject(url)));
      return verdict(answers.filter(({ headers }) => headers['set-cookie'] !== undefined).length > 10);
    },
    weaknesses: {
      'a limit with a race': {
        deps: ({ signIns }) => ({
          signIns: { ...signIns, begin: (signIn) => signIns.begin(signIn, []) },
        }),
      },
    },
  },
  'a sign-in cookie set by a sibling host': {
    async play(server) {
      const attacker = await server.leave('facebook');
      const planted = await server.agree(attacker.address);
      // A sibling host can set cookies for the whole domain, except those named __Host-.
      const cookie = attacker.cookie.replace(/^__Host-/, '');
      const { fragment } = await server.comeBack(planted, cookie);
      return verdict(fragment.has('handoff'));
    },
    weaknesses: {
      'a cookie without the __Host- prefix': {
        deps: ({ settings }) => ({ settings: { ...settings, publicBaseUrl: 'http://calls.example.com' } }),
      },
    },
  },
});
