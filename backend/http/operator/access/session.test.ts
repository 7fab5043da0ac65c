import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createdToken, operatorSession, operatorTokens } from '../../../../contract/operator/access.ts';
import { readRows } from '../../../../test/support/engine/read-rows.ts';
import { type HttpSetup, openHttpSetup } from '../../../../test/support/http/http-setup.ts';
import {
  adminToken,
  newToken,
  operate,
  withOperator,
} from '../../../../test/support/http/operator-requests.ts';
import { assertProblem } from '../../../../test/support/http/visitor-requests.ts';

const minute = 60_000;
const ownOrigin = 'https://calls.example.com';
const ownPage = { origin: ownOrigin, 'x-operator': '1' };

async function signIn(setup: HttpSetup, keep: 'cookie' | 'bearer', token = adminToken) {
  const answer = await operate(setup, '/session', { body: { token, keep }, token: '' });
  assert.equal(answer.statusCode, 201, answer.body);
  const cookie = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
  return {
    session: operatorSession.strict().parse(answer.json()),
    cookie,
    header: answer.headers['set-cookie'],
  };
}

test('a token is exchanged for a bearer session that ends with its sign-out', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const { session, header } = await signIn(setup, 'bearer');
  assert.equal(header, undefined);
  const token = session.session ?? '';
  const who = operatorSession.strict().parse((await operate(setup, '/session', { token })).json());
  assert.deepEqual([who.name, who.scope], ['admin', 'admin']);
  assert.equal((await operate(setup, '/session', { token, method: 'DELETE' })).statusCode, 204);
  assertProblem(await operate(setup, '/session', { token }), 'operator-session-ended', 401);
});

test('requests without a token do not count as wrong tokens', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  for (let reloads = 0; reloads < 10; reloads += 1) {
    const answer = await operate(setup, '/session', { token: '' });
    assertProblem(answer, 'operator-token-wrong', 401);
    assert.equal(answer.headers['www-authenticate'], 'Bearer');
  }
  assert.equal((await signIn(setup, 'bearer')).session.scope, 'admin');
});

test('a session ends after 15 idle minutes and after 8 busy hours', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const idle = (await signIn(setup, 'bearer')).session.session ?? '';
  const busy = (await signIn(setup, 'bearer')).session.session ?? '';
  await setup.clock.advance(14 * minute);
  assert.equal((await operate(setup, '/session', { token: busy })).statusCode, 200);
  await setup.clock.advance(minute);
  assertProblem(await operate(setup, '/session', { token: idle }), 'operator-session-ended', 401);
  for (let passed = 15; passed < 480; passed += 10) {
    assert.equal((await operate(setup, '/session', { token: busy })).statusCode, 200, `${passed} minutes`);
    await setup.clock.advance(10 * minute);
  }
  assertProblem(await operate(setup, '/session', { token: busy }), 'operator-session-ended', 401);
});

test("a cookie counts only with the platform's own origin and header", async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const { cookie, header, session } = await signIn(setup, 'cookie');
  assert.match(String(header), /^__Host-operator=.+; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  assert.equal(session.session, undefined);
  const read = (headers: Record<string, string>) =>
    operate(setup, '/session', { token: '', headers: { cookie, ...headers } });
  assert.equal((await read(ownPage)).statusCode, 200);
  assert.equal((await read({ 'x-operator': '1' })).statusCode, 200);
  assertProblem(await read({ origin: ownOrigin }), 'operator-token-wrong', 401);
  assertProblem(
    await read({ origin: 'https://www.example.com', 'x-operator': '1' }),
    'operator-token-wrong',
    401,
  );
});

test('a cookie session is refused as a bearer, and a bearer session as a cookie', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const { cookie } = await signIn(setup, 'cookie');
  const token = cookie.split('=')[1] ?? '';
  assertProblem(await operate(setup, '/session', { token }), 'operator-session-ended', 401);
  const bearer = (await signIn(setup, 'bearer')).session.session;
  const headers = { cookie: `__Host-operator=${bearer}`, ...ownPage };
  assertProblem(await operate(setup, '/session', { token: '', headers }), 'operator-session-ended', 401);
});

test('on loopback http the cookie has a plain name', async (t) => {
  const settings = { adminToken, publicBaseUrl: 'http://127.0.0.1:8501' };
  const setup = await openHttpSetup(t, { settings });
  const { header } = await signIn(setup, 'cookie');
  assert.match(String(header), /^operator=.+; SameSite=Strict$/);
});

test('a wrong token opens no session and costs time', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const guess = () => operate(setup, '/session', { body: { token: 'a guess', keep: 'bearer' }, token: '' });
  for (let guesses = 0; guesses < 5; guesses += 1) assertProblem(await guess(), 'operator-token-wrong', 401);
  assert.equal(assertProblem(await guess(), 'too-many-requests', 429).retry_after, 60);
  assert.deepEqual(readRows(setup.path, 'select * from operator_sessions'), []);
});

test('a token is shown once, stored as a fingerprint, listed without its secret', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const answer = await operate(setup, '/tokens', {
    body: { name: 'Ana', scope: 'operator', expires_in_days: 30 },
  });
  const created = createdToken.strict().parse(answer.json());
  assert.match(created.token, /^cbt_/);
  const [row] = readRows(setup.path, 'select * from operator_tokens');
  assert.equal(JSON.stringify(row).includes(created.token.slice(4)), false);
  const { items } = operatorTokens.strict().parse((await operate(setup, '/tokens')).json());
  assert.deepEqual(
    items.map(({ name, revocable }) => [name, revocable]),
    [
      ['ADMIN_API_TOKEN', false],
      ['Ana', true],
    ],
  );
});

test('a revoked token and its sessions are refused at once', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const token = await newToken(setup, 'operator');
  const session = (await signIn(setup, 'bearer', token)).session.session ?? '';
  const { items } = operatorTokens.parse((await operate(setup, '/tokens')).json());
  const path = `/tokens/${items.at(-1)?.id}`;
  assert.equal((await operate(setup, path, { method: 'DELETE' })).statusCode, 204);
  assertProblem(await operate(setup, '/session', { token }), 'operator-token-wrong', 401);
  assertProblem(await operate(setup, '/session', { token: session }), 'operator-session-ended', 401);
  assertProblem(await operate(setup, path, { method: 'DELETE' }), 'not-found', 404);
});

test('an expired token is refused', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const body = { name: 'Ana', scope: 'viewer', expires_in_days: 1 };
  const { token } = (await operate(setup, '/tokens', { body })).json();
  await setup.clock.advance(24 * 60 * minute - 1);
  assert.equal((await operate(setup, '/session', { token })).statusCode, 200);
  await setup.clock.advance(1);
  assertProblem(await operate(setup, '/session', { token }), 'operator-token-wrong', 401);
});

test('signing out everywhere ends all sessions of the token and no others', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const ana = await newToken(setup, 'operator', 'Ana');
  const sessions = await Promise.all([signIn(setup, 'bearer', ana), signIn(setup, 'bearer', ana)]);
  const other = (await signIn(setup, 'bearer')).session.session ?? '';
  const [first = '', second = ''] = sessions.map(({ session }) => session.session ?? '');
  assert.equal((await operate(setup, '/sessions', { token: first, method: 'DELETE' })).statusCode, 204);
  assertProblem(await operate(setup, '/session', { token: second }), 'operator-session-ended', 401);
  assert.equal((await operate(setup, '/session', { token: other })).statusCode, 200);
});

test('each route is refused below its scope', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const id = 'AAAAAAAAAAAAAAAAAAAAAA';
  const viewer = await newToken(setup, 'viewer');
  const operator = await newToken(setup, 'operator');
  for (const path of ['retry', 'cancel', 'done', 'notes']) {
    const body = path === 'notes' ? { text: 'called' } : {};
    const sent = { token: viewer, body };
    assertProblem(await operate(setup, `/callbacks/${id}/${path}`, sent), 'operator-scope-too-low', 403);
  }
  for (const token of [viewer, operator]) {
    assertProblem(await operate(setup, '/tokens', { token }), 'operator-scope-too-low', 403);
    const body = { name: 'more', scope: 'admin' };
    assertProblem(await operate(setup, '/tokens', { token, body }), 'operator-scope-too-low', 403);
    const phone = { phone: '+12015550145' };
    assertProblem(
      await operate(setup, '/privacy/erase', { token, body: phone }),
      'operator-scope-too-low',
      403,
    );
  }
  assert.equal((await operate(setup, '/callbacks/search', { token: viewer, body: {} })).statusCode, 200);
});

test('a session erases personal data only with the token once more', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const session = (await signIn(setup, 'bearer')).session.session ?? '';
  const erase = (token?: string) =>
    operate(setup, '/privacy/erase', { token: session, body: { phone: '+12015550145', token } });
  assertProblem(await erase(), 'operator-token-wrong', 401);
  assertProblem(await erase(await newToken(setup, 'operator')), 'operator-token-wrong', 401);
  assert.equal((await erase(adminToken)).statusCode, 200);
});
