import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { facebook } from '../../../backend/adapters/oauth/facebook.ts';
import { instagram } from '../../../backend/adapters/oauth/instagram.ts';
import { x } from '../../../backend/adapters/oauth/x.ts';
import { readRows } from '../../support/engine/read-rows.ts';
import { facebookQuirks } from '../../support/fake-provider/facebook.ts';
import { instagramQuirks } from '../../support/fake-provider/instagram.ts';
import { startOpenid } from '../../support/fake-provider/openid.ts';
import { startSocial } from '../../support/fake-provider/social.ts';
import { xQuirks } from '../../support/fake-provider/x.ts';
import { pageOrigin } from '../../support/http/http-setup.ts';
import { openSignInSetup, type SignInSetup, testClient } from '../../support/http/sign-in-setup.ts';
import { ann, ask, assertProblem } from '../../support/http/visitor-requests.ts';
import { openWhatsappSetup, signInFrom } from '../../support/http/whatsapp-setup.ts';

function startFacebook(t: TestContext, person: { email?: string } = { email: 'ada@example.com' }) {
  return startSocial(t, facebook.endpoints.issuer, facebookQuirks(person, testClient.secret));
}

async function withFacebook(t: TestContext, person?: { email?: string }) {
  const fake = await startFacebook(t, person);
  return { fake, setup: await openSignInSetup(t, [{ ...facebook, endpoints: fake.endpoints }]) };
}

async function reasonOf(setup: SignInSetup, provider: string, path?: string): Promise<string | null> {
  const trip = await setup.leave(provider);
  const { fragment } = await setup.comeBack(path ?? (await setup.agree(trip.address)), trip.cookie);
  assert.equal(fragment.get('error'), 'oauth_failed');
  assert.equal(fragment.get('handoff'), null);
  return fragment.get('reason');
}

test('Google identifies the visitor by an ID token, with a minimal scope', async (t) => {
  const { provider } = await startOpenid(t);
  const setup = await openSignInSetup(t, [provider]);
  const { address } = await setup.leave('google');
  assert.equal(address.searchParams.get('scope'), 'openid profile email');
  assert.equal(address.searchParams.get('code_challenge_method'), 'S256');
  assert.equal(address.searchParams.get('redirect_uri'), 'https://calls.example.com/oauth/callback/google');
  assert.match(address.searchParams.get('nonce') ?? '', /^[0-9a-f]{64}$/);
  const session = await setup.signIn('google');
  assert.deepEqual(session.profile, {
    ...{ provider: 'google', name: 'Ada Palmer', email: 'ada@example.com', phone: null },
  });
  assert.equal(session.expires_in, 20 * 60);
});

test('an unverified email is left out', async (t) => {
  const { provider } = await startOpenid(t, ({ payload }) => {
    payload.email_verified = false;
  });
  const setup = await openSignInSetup(t, [provider]);
  assert.equal((await setup.signIn('google')).profile.email, null);
});

test('names and emails from a provider are one short line each', async (t) => {
  let claims = { name: `Ada\n\u202ePalmer ${'x'.repeat(5_000)}`, email: `${'x'.repeat(5_000)}@example.com` };
  const { provider } = await startOpenid(t, ({ payload }) => void Object.assign(payload, claims));
  const setup = await openSignInSetup(t, [provider]);
  const long = (await setup.signIn('google')).profile;
  assert.match(long.name ?? '', /^Ada Palmer x+\.\.\.$/);
  assert.equal([...(long.name ?? '')].length, 80);
  assert.equal(long.email, null);
  claims = { name: '\u0000\n', email: 'ada@example.com\nBcc: all@example.com' };
  const hostile = (await setup.signIn('google')).profile;
  assert.deepEqual([hostile.name, hostile.email], [null, null]);
});

test('an identifier that is too long is refused, since a cut one can be another’s', async (t) => {
  const { provider } = await startOpenid(
    t,
    ({ payload }) => void Object.assign(payload, { sub: 'x'.repeat(256) }),
  );
  assert.equal(await reasonOf(await openSignInSetup(t, [provider]), 'google'), 'provider-down');
});

test('an endless token or profile answer of a provider is an outage', async (t) => {
  const { fake, setup } = await withFacebook(t);
  for (const answer of ['token', 'profile'] as const) {
    fake.instead[answer] = { status: 200, body: { access_token: 'x'.repeat(3_000_000) } };
    assert.equal(await reasonOf(setup, 'facebook'), 'provider-down');
    delete fake.instead[answer];
  }
});

test('Facebook gets appsecret_proof, and a missing email is accepted', async (t) => {
  const { fake, setup } = await withFacebook(t, {});
  const session = await setup.signIn('facebook');
  assert.deepEqual(session.profile, { provider: 'facebook', name: 'Ada Palmer', email: null, phone: null });
  const asked = fake.requests.filter(({ path }) => path !== '/authorize');
  assert.deepEqual(
    asked.map(({ path }) => path),
    ['/token', '/profile'],
  );
  assert.equal(
    asked.some(({ url }) => /access_token|a-client-secret/.test(url)),
    false,
  );
});

for (const wrapped of [true, false]) {
  test(`Instagram sends a username ${wrapped ? 'in a list' : 'bare'}, never an email`, async (t) => {
    const manners = instagramQuirks({ wrapped }, testClient.secret);
    const fake = await startSocial(t, instagram.endpoints.issuer, manners);
    const setup = await openSignInSetup(t, [{ ...instagram, endpoints: fake.endpoints }]);
    const { profile } = await setup.signIn('instagram');
    assert.deepEqual(profile, { provider: 'instagram', name: 'adas_bakery', email: null, phone: null });
  });
}

test('X authenticates the client by Basic and sends no email', async (t) => {
  const fake = await startSocial(t, x.endpoints.issuer, xQuirks(testClient));
  const setup = await openSignInSetup(t, [{ ...x, endpoints: fake.endpoints }]);
  const { profile } = await setup.signIn('x');
  assert.deepEqual(profile, { provider: 'x', name: 'Ada Palmer', email: null, phone: null });
});

test('a declined sign-in and an unreachable provider lead to a message on the page', async (t) => {
  const { fake, setup } = await withFacebook(t);
  fake.person.says = 'no';
  assert.equal(await reasonOf(setup, 'facebook'), 'denied');
  fake.person.says = 'yes';
  fake.instead.token = { status: 503, body: 'down' };
  assert.equal(await reasonOf(setup, 'facebook'), 'provider-down');
  fake.instead.token = { status: 302, body: '', headers: { location: `${pageOrigin}/elsewhere` } };
  assert.equal(await reasonOf(setup, 'facebook'), 'provider-down');
  delete fake.instead.token;
  fake.instead.profile = { status: 500, body: 'down' };
  assert.equal(await reasonOf(setup, 'facebook'), 'provider-down');
  fake.instead.profile = { status: 200, body: {} };
  assert.equal(await reasonOf(setup, 'facebook'), 'provider-down');
});

test('an error that only the deployer can fix is logged with the address to register', async (t) => {
  const { fake, setup } = await withFacebook(t);
  const message = 'Error validating client secret.';
  fake.instead.token = { status: 400, body: { error: { message, type: 'OAuthException', code: 1 } } };
  assert.equal(await reasonOf(setup, 'facebook'), 'not-set-up');
  const line = setup.log.find(({ level }) => level === 'error');
  assert.match(String(line?.fields.fix), /exactly https:\/\/calls\.example\.com\/oauth\/callback\/facebook/);
});

test('each OAuth provider has its own error for a used code', async (t) => {
  const kinds = [
    { provider: facebook, manners: facebookQuirks({}, testClient.secret) },
    { provider: instagram, manners: instagramQuirks({ wrapped: true }, testClient.secret) },
    { provider: x, manners: xQuirks(testClient) },
  ];
  for (const { provider, manners } of kinds) {
    const fake = await startSocial(t, provider.endpoints.issuer, manners);
    const setup = await openSignInSetup(t, [{ ...provider, endpoints: fake.endpoints }]);
    const trip = await setup.leave(provider.id);
    const { searchParams } = trip.address;
    const path = `/oauth/callback/${provider.id}?code=unknown&state=${searchParams.get('state')}`;
    const { fragment } = await setup.comeBack(path, trip.cookie);
    assert.equal(fragment.get('reason'), 'expired', provider.id);
  }
});

test('one person keeps one identity per provider', async (t) => {
  const { provider } = await startOpenid(t);
  const fake = await startFacebook(t);
  const setup = await openSignInSetup(t, [provider, { ...facebook, endpoints: fake.endpoints }]);
  const identities = [];
  for (const [index, id] of ['google', 'google', 'facebook'].entries()) {
    const { access_token } = await setup.signIn(id);
    const authorization = `Bearer ${access_token}`;
    const payload = { ...ann, phone: `+1201555014${index}` };
    assert.equal((await ask(setup, { payload, headers: { authorization } })).statusCode, 201);
    identities.push(
      ...readRows(setup.path, 'select identity from callbacks where visitor_phone = ?', payload.phone),
    );
  }
  const [first, second, third] = identities.map(({ identity }) => identity);
  assert.match(String(first), /^[0-9a-f]{64}$/);
  assert.equal(second, first);
  assert.notEqual(third, first);
});

test('where a sign-in is required, a request without one is rejected with a hint', async (t) => {
  const { provider } = await startOpenid(t);
  const setup = await openSignInSetup(t, [provider], { site: { requireSignIn: true } });
  const refused = await ask(setup);
  assert.deepEqual(assertProblem(refused, 'sign-in-required', 401).providers, ['google']);
  assert.equal(refused.headers['www-authenticate'], 'Bearer');
  const old = await setup.app.inject({ method: 'POST', url: '/request_callback', payload: ann });
  assertProblem(old, 'sign-in-required', 401);
  const { access_token } = await setup.signIn('google');
  const headers = { authorization: `Bearer ${access_token}` };
  assert.equal((await ask(setup, { headers })).statusCode, 201);
  assert.equal(readRows(setup.path, 'select request_id from callbacks').length, 1);
});

test('inside an app that Google refuses, sign-in is required only by REQUIRE_SIGN_IN', async (t) => {
  const { provider } = await startOpenid(t);
  const headers = { 'user-agent': 'Mozilla/5.0 (iPhone) Mobile/22B83 Instagram 356.0.0.30.98' };
  const requiredIn = async (setup: SignInSetup, agent: Record<string, string>) =>
    (await setup.app.inject({ url: '/api/v1/site', headers: agent })).json().sign_in.required;
  const byDefault = await openSignInSetup(t, [provider], {
    site: { requireSignIn: true, signInWaivable: true },
  });
  assert.equal(await requiredIn(byDefault, headers), false);
  assert.equal((await ask(byDefault, { headers })).statusCode, 201);
  assert.equal(await requiredIn(byDefault, {}), true);
  assertProblem(await ask(byDefault), 'sign-in-required', 401);
  const byName = await openSignInSetup(t, [provider], { site: { requireSignIn: true } });
  assert.equal(await requiredIn(byName, headers), true);
  assertProblem(await ask(byName, { headers }), 'sign-in-required', 401);
});

test('an unknown, closed or expired bearer token is always rejected', async (t) => {
  const { provider } = await startOpenid(t);
  const setup = await openSignInSetup(t, [provider]);
  const { access_token } = await setup.signIn('google');
  for (const bearer of ['A'.repeat(43), 'short', '']) {
    const headers = { authorization: `Bearer ${bearer}` };
    assertProblem(await ask(setup, { headers }), 'sign-in-required', 401);
  }
  const headers = { authorization: `Bearer ${access_token}` };
  const out = await setup.app.inject({ method: 'POST', url: '/oauth/logout', headers });
  assert.equal(out.statusCode, 204);
  assertProblem(await ask(setup, { headers }), 'sign-in-required', 401);
  const later = await setup.signIn('google');
  await setup.clock.advance(20 * 60_000);
  assertProblem(
    await ask(setup, { headers: { authorization: `Bearer ${later.access_token}` } }),
    'sign-in-required',
    401,
  );
});

test('the database has no value that opens a session', async (t) => {
  const { provider } = await startOpenid(t);
  const setup = await openSignInSetup(t, [provider]);
  const trip = await setup.leave('google');
  const rows = () =>
    JSON.stringify([
      ...readRows(setup.path, 'select * from sign_ins'),
      ...readRows(setup.path, 'select * from sign_in_hand_offs'),
      ...readRows(setup.path, 'select * from visitor_sessions'),
    ]);
  const secrets = [trip.cookie.split('=')[1] ?? '', trip.address.searchParams.get('state') ?? ''];
  for (const secret of secrets) assert.equal(rows().includes(secret), false);
  const { fragment } = await setup.comeBack(await setup.agree(trip.address), trip.cookie);
  const handOff = fragment.get('handoff') ?? '';
  assert.equal(rows().includes(handOff), false);
  const { access_token } = (await setup.redeem(handOff, trip.secret.verifier)).json();
  assert.match(access_token, /^[A-Za-z0-9_-]{43}$/);
  assert.equal(rows().includes(access_token), false);
  assert.equal(rows().includes('johndoe'), false);
});

test('a client has a limit for started sign-ins, and the page is told', async (t) => {
  const { provider } = await startOpenid(t);
  const setup = await openSignInSetup(t, [provider]);
  for (let count = 0; count < 10; count += 1) await setup.leave('google');
  const { address } = await setup.leave('google');
  assert.equal(`${address}`, `${pageOrigin}/contact#error=oauth_failed&reason=too-many`);
  await setup.clock.advance(60_000);
  assert.equal((await setup.leave('google')).address.pathname, '/authorize');
});

test('a visitor whose sign-in expired starts again', async (t) => {
  const { provider } = await startOpenid(t);
  const setup = await openSignInSetup(t, [provider]);
  const trip = await setup.leave('google');
  const path = await setup.agree(trip.address);
  await setup.clock.advance(10 * 60_000);
  assert.equal((await setup.comeBack(path, trip.cookie)).fragment.get('reason'), 'expired');
});

test('a sign-in is logged with its provider and without personal data', async (t) => {
  const { setup } = await withFacebook(t);
  await setup.signIn('facebook');
  const whatsapp = await openWhatsappSetup(t);
  await signInFrom(whatsapp, '+12015550145');
  const lines = [...setup.log, ...whatsapp.log].filter(({ message }) => message === 'visitor signed in');
  assert.deepEqual(
    lines.map(({ fields }) => fields),
    [{ provider: 'facebook' }, { provider: 'whatsapp' }],
  );
});
