import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { MutableToken } from 'oauth2-mock-server';
import { facebook } from '../../../backend/adapters/oauth/facebook.ts';
import { facebookQuirks } from '../../support/fake-provider/facebook.ts';
import { startOpenid } from '../../support/fake-provider/openid.ts';
import { startSocial } from '../../support/fake-provider/social.ts';
import { pageOrigin } from '../../support/http/http-setup.ts';
import {
  type Landing,
  makePageSecret,
  openSignInSetup,
  testClient,
} from '../../support/http/sign-in-setup.ts';
import { assertProblem } from '../../support/http/visitor-requests.ts';

async function openBoth(t: TestContext) {
  const { provider: google } = await startOpenid(t);
  const manners = facebookQuirks({}, testClient.secret);
  const fake = await startSocial(t, facebook.endpoints.issuer, manners);
  const setup = await openSignInSetup(t, [google, { ...facebook, endpoints: fake.endpoints }]);
  return { setup, fake, google };
}

async function openWithTokens(t: TestContext, changeToken: (token: MutableToken) => void) {
  const { provider } = await startOpenid(t, changeToken);
  return openSignInSetup(t, [provider]);
}

function assertRefused({ fragment, page }: Landing, reason: string): void {
  assert.equal(fragment.get('handoff'), null, 'a hand-off was given');
  assert.equal(fragment.get('reason'), reason);
  assert.ok(page.startsWith(pageOrigin), page);
}

/** Returns the address with changed parameters. */
function withParameters(path: string, changes: Record<string, string>): string {
  const url = new URL(path, 'https://here');
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}`;
}

test('a stolen answer fails in another browser, and its owner can still use it', async (t) => {
  const { setup } = await openBoth(t);
  const victim = await setup.leave('facebook');
  const stolen = await setup.agree(victim.address);
  assertRefused(await setup.comeBack(stolen, ''), 'expired');
  const thief = await setup.leave('facebook');
  assertRefused(await setup.comeBack(stolen, thief.cookie), 'expired');
  const { fragment } = await setup.comeBack(stolen, victim.cookie);
  assert.ok(fragment.get('handoff'));
});

test('a stolen code does not fit the thief’s state', async (t) => {
  const { setup } = await openBoth(t);
  for (const provider of ['facebook', 'google']) {
    const victim = await setup.leave(provider);
    const code = new URL(await setup.agree(victim.address), 'https://here').searchParams.get('code') ?? '';
    const thief = await setup.leave(provider);
    const swapped = withParameters(await setup.agree(thief.address), { code });
    const { fragment } = await setup.comeBack(swapped, thief.cookie);
    assert.equal(fragment.get('error'), 'oauth_failed', provider);
    assert.equal(fragment.get('handoff'), null, provider);
  }
});

test('an answer of the provider can be used only once', async (t) => {
  const { setup, fake } = await openBoth(t);
  const trip = await setup.leave('facebook');
  const path = await setup.agree(trip.address);
  assert.ok((await setup.comeBack(path, trip.cookie)).fragment.get('handoff'));
  assertRefused(await setup.comeBack(path, trip.cookie), 'expired');
  assert.equal(fake.requests.filter((request) => request.path === '/token').length, 1);
});

test('of two concurrent uses of an answer one succeeds', async (t) => {
  const { setup, fake } = await openBoth(t);
  const trip = await setup.leave('facebook');
  const path = await setup.agree(trip.address);
  const landings = await Promise.all([setup.comeBack(path, trip.cookie), setup.comeBack(path, trip.cookie)]);
  assert.equal(landings.filter(({ fragment }) => fragment.has('handoff')).length, 1);
  assert.equal(fake.requests.filter((request) => request.path === '/token').length, 1);
});

test('a changed, missing or doubled state is rejected', async (t) => {
  const { setup, fake } = await openBoth(t);
  const trip = await setup.leave('facebook');
  const path = await setup.agree(trip.address);
  const without = path.replace(/&?state=[^&]*/, '');
  for (const wrong of [
    withParameters(path, { state: 'f'.repeat(64) }),
    withParameters(path, { state: '' }),
    without,
  ])
    assertRefused(await setup.comeBack(wrong, trip.cookie), 'expired');
  assertRefused(await setup.comeBack(`${path}&state=${'f'.repeat(64)}`, trip.cookie), 'not-valid');
  assert.equal(fake.requests.filter((request) => request.path === '/token').length, 0);
});

const forgeries: [string, (token: MutableToken) => void][] = [
  ['was made for another sign-in', ({ payload }) => Object.assign(payload, { nonce: 'f'.repeat(64) })],
  ['has no nonce', ({ payload }) => void delete payload.nonce],
  ['was made for another client', ({ payload }) => Object.assign(payload, { aud: 'another-client' })],
  ['comes from another issuer', ({ payload }) => Object.assign(payload, { iss: 'https://evil.example' })],
  ['has run out', ({ payload }) => Object.assign(payload, { exp: payload.iat - 3_600 })],
];

for (const [what, forge] of forgeries) {
  test(`an ID token that ${what} is rejected`, async (t) => {
    const setup = await openWithTokens(t, forge);
    const trip = await setup.leave('google');
    assertRefused(await setup.comeBack(await setup.agree(trip.address), trip.cookie), 'not-valid');
  });
}

test('an answer of one provider does not count for another', async (t) => {
  const { setup, fake, google } = await openBoth(t);
  const trip = await setup.leave('facebook');
  const path = await setup.agree(trip.address);
  const elsewhere = path.replace('/facebook?', '/google?');
  assertRefused(await setup.comeBack(elsewhere, trip.cookie), 'not-valid');
  const again = await setup.leave('facebook');
  const named = withParameters(await setup.agree(again.address), { iss: google.endpoints.issuer });
  assertRefused(await setup.comeBack(named, again.cookie), 'not-valid');
  assert.equal(fake.requests.filter((request) => request.path === '/token').length, 0);
});

test('a provider that sends its issuer must always send it', async (t) => {
  const { provider } = await startOpenid(t);
  const setup = await openSignInSetup(t, [{ ...provider, namesIssuer: true }]);
  const bare = await setup.leave('google');
  assertRefused(await setup.comeBack(await setup.agree(bare.address), bare.cookie), 'not-valid');
  const trip = await setup.leave('google');
  const iss = provider.endpoints.issuer;
  const { fragment } = await setup.comeBack(
    withParameters(await setup.agree(trip.address), { iss }),
    trip.cookie,
  );
  assert.ok(fragment.get('handoff'));
});

test('each provider has its own redirect URI, which the exchange repeats exactly', async (t) => {
  const { setup, fake } = await openBoth(t);
  const trip = await setup.leave('facebook');
  await setup.comeBack(await setup.agree(trip.address), trip.cookie);
  const exchange = fake.requests.find(({ path }) => path === '/token');
  assert.equal(
    new URLSearchParams(exchange?.body).get('redirect_uri'),
    'https://calls.example.com/oauth/callback/facebook',
  );
});

test('visitors are redirected to registered pages only', async (t) => {
  const { setup } = await openBoth(t);
  const host = new URL(pageOrigin).host;
  const evil = [
    'https://evil.example/',
    '//evil.example/',
    `https://${host}@evil.example/`,
    `https://evil.example@${host}/`,
    `https://${host}.evil.example/`,
    `https://evil.example#${pageOrigin}`,
    `https://evil.example\\@${host}/`,
    `http://${host}/`,
    `https://${host}:8443/`,
    'javascript:alert(1)//https://www.example.com',
    'data:text/html,hi',
    '/relative',
    '',
  ];
  for (const returnTo of evil) {
    const query = new URLSearchParams({ challenge: makePageSecret().challenge, return_to: returnTo });
    const answer = await setup.app.inject(`/oauth/login/google?${query}`);
    assertProblem(answer, 'return-to-not-allowed', 400);
    assert.equal(answer.headers['set-cookie'], undefined);
  }
});

test('return_to allows any page of a registered origin and drops the fragment', async (t) => {
  const { setup } = await openBoth(t);
  const returnTo = `${pageOrigin}/a/b?backend=local#handoff=planted`;
  const trip = await setup.leave('facebook', { returnTo });
  const { page, fragment } = await setup.comeBack(await setup.agree(trip.address), trip.cookie);
  assert.equal(page, `${pageOrigin}/a/b?backend=local`);
  assert.notEqual(fragment.get('handoff'), 'planted');
});

test('line breaks in return_to create no header', async (t) => {
  const { setup } = await openBoth(t);
  for (const breaks of ['\r\n', '\n', '\u2028', '%0d%0a']) {
    const returnTo = `${pageOrigin}/a${breaks}Set-Cookie: planted=1`;
    const trip = await setup.leave('facebook', { returnTo });
    const { answer, page } = await setup.comeBack(await setup.agree(trip.address), trip.cookie);
    assert.match(page, /^https:\/\/www\.example\.com\/a[\x21-\x7e]*Set-Cookie:%20planted=1$/);
    assert.equal(String(answer.headers['set-cookie']).includes('planted'), false);
  }
});

test('a foreign answer neither signs the visitor in nor ends their sign-in', async (t) => {
  const { setup } = await openBoth(t);
  const attacker = await setup.leave('facebook');
  const planted = await setup.agree(attacker.address);
  assertRefused(await setup.comeBack(planted, ''), 'expired');
  const victim = await setup.leave('facebook');
  assertRefused(await setup.comeBack(planted, victim.cookie), 'expired');
  const { fragment } = await setup.comeBack(await setup.agree(victim.address), victim.cookie);
  assert.ok(fragment.get('handoff'));
});

test('the cookie cannot be set by a sibling host or read by a script', async (t) => {
  const { setup } = await openBoth(t);
  const { challenge } = makePageSecret();
  const answer = await setup.app.inject(`/oauth/login/google?challenge=${challenge}`);
  const [pair = '', ...attributes] = String(answer.headers['set-cookie']).split('; ');
  assert.match(pair, /^__Host-sign-in=[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(attributes.sort(), ['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax', 'Secure']);
});

test('a stolen hand-off code fails without the verifier and is used up by the try', async (t) => {
  const { setup } = await openBoth(t);
  const trip = await setup.leave('facebook');
  const { fragment } = await setup.comeBack(await setup.agree(trip.address), trip.cookie);
  const code = fragment.get('handoff') ?? '';
  assertProblem(await setup.redeem(code, makePageSecret().verifier), 'hand-off-refused', 400);
  assertProblem(await setup.redeem(code, trip.secret.verifier), 'hand-off-refused', 400);
});

test('a hand-off code works once, at once or later', async (t) => {
  const { setup } = await openBoth(t);
  const trip = await setup.leave('facebook');
  const { fragment } = await setup.comeBack(await setup.agree(trip.address), trip.cookie);
  const redeem = () => setup.redeem(fragment.get('handoff') ?? '', trip.secret.verifier);
  const answers = await Promise.all([redeem(), redeem()]);
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 400]);
  assertProblem(await redeem(), 'hand-off-refused', 400);
});

test('the hand-off code is in no URL that a server, a log or a Referer has', async (t) => {
  const { setup } = await openBoth(t);
  const trip = await setup.leave('facebook');
  const { answer, fragment } = await setup.comeBack(await setup.agree(trip.address), trip.cookie);
  const [sent = ''] = String(answer.headers.location).split('#');
  const code = fragment.get('handoff') ?? '';
  assert.equal(code.length, 43);
  assert.equal(sent.includes(code), false);
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  assert.equal(answer.headers['cache-control'], 'no-store');
  const { access_token } = (await setup.redeem(code, trip.secret.verifier)).json();
  const logged = JSON.stringify(setup.log);
  for (const secret of [code, access_token, trip.secret.verifier, trip.cookie.split('=')[1] ?? ''])
    assert.equal(logged.includes(secret), false);
});

test('a page of another origin gets no session', async (t) => {
  const { setup } = await openBoth(t);
  const trip = await setup.leave('facebook');
  const { fragment } = await setup.comeBack(await setup.agree(trip.address), trip.cookie);
  const answer = await setup.app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { origin: 'https://evil.example' },
    payload: { code: fragment.get('handoff'), verifier: trip.secret.verifier },
  });
  assert.equal(answer.statusCode, 403);
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
});
