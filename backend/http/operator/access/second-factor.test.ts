import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as otpauth from 'otpauth';
import { operatorTokens } from '../../../../contract/operator/access.ts';
import { begunSecondFactor, secondFactorState } from '../../../../contract/operator/second-factor.ts';
import { readRows } from '../../../../test/support/engine/read-rows.ts';
import { type HttpSetup, openHttpSetup } from '../../../../test/support/http/http-setup.ts';
import {
  adminToken,
  newToken,
  operate,
  withOperator,
} from '../../../../test/support/http/operator-requests.ts';
import { addSecondFactor, shownCode, signInWith } from '../../../../test/support/http/second-factor.ts';
import { assertProblem } from '../../../../test/support/http/visitor-requests.ts';

const step = 30_000;
const minute = 60_000;

async function sessionOf(setup: HttpSetup, code?: string, token?: string): Promise<string> {
  const answer = await signInWith(setup, code, token);
  assert.equal(answer.statusCode, 201, answer.body);
  return String(answer.json().session);
}

test('a begun second factor shows an address that apps read, as text and as a QR code', async (t) => {
  const setup = await openHttpSetup(t, { ...withOperator, site: { businessName: 'Köhler: Öfen & Co' } });
  const answer = await operate(setup, '/totp/begin', { method: 'POST' });
  const begun = begunSecondFactor.strict().parse(answer.json());
  const app = otpauth.URI.parse(begun.otpauth_uri);
  assert.ok(app instanceof otpauth.TOTP);
  assert.deepEqual(
    [app.issuer, app.label, app.secret.base32, app.period, app.digits, app.algorithm],
    ['Köhler  Öfen & Co', 'admin', begun.secret, 30, 6, 'SHA1'],
  );
  assert.match(begun.qr_svg, /^<svg[^>]+>.+<\/svg>$/s);
  assert.equal(answer.headers['cache-control'], 'no-store');
});

test('a token with a second factor opens a session only with the code that the app shows', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const kept = await addSecondFactor(setup);
  await setup.clock.advance(step);
  assertProblem(await signInWith(setup), 'totp-required', 401);
  assertProblem(await signInWith(setup, ''), 'totp-required', 401);
  assertProblem(await signInWith(setup, shownCode(setup, kept, 5)), 'totp-wrong', 401);
  assertProblem(await signInWith(setup, 'not a code'), 'totp-wrong', 401);
  assert.deepEqual(readRows(setup.path, 'select * from operator_sessions'), []);
  const spaced = shownCode(setup, kept).replace(/^.../, '$& ');
  const token = await sessionOf(setup, spaced);
  assert.equal((await operate(setup, '/session', { token })).statusCode, 200);
});

test('a wrong token is refused as such, with or without a code', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const kept = await addSecondFactor(setup);
  await setup.clock.advance(step);
  const code = shownCode(setup, kept);
  assertProblem(await signInWith(setup, code, 'a guess'), 'operator-token-wrong', 401);
  assertProblem(await signInWith(setup, undefined, 'a guess'), 'operator-token-wrong', 401);
});

test('codes of the steps before and after are accepted, and of no others', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const kept = await addSecondFactor(setup);
  for (const [moved, status] of [
    [-2, 401],
    [2, 401],
    [-1, 201],
    [1, 201],
  ] as const) {
    await setup.clock.advance(10 * minute);
    assert.equal((await signInWith(setup, shownCode(setup, kept, moved))).statusCode, status, String(moved));
  }
});

test('a code cannot be used twice, nor an earlier one after a later one', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const kept = await addSecondFactor(setup);
  assertProblem(await signInWith(setup, shownCode(setup, kept)), 'totp-wrong', 401);
  await setup.clock.advance(2 * step);
  const [earlier, code] = [shownCode(setup, kept, -1), shownCode(setup, kept)];
  const together = await Promise.all([1, 2, 3].map(() => signInWith(setup, code)));
  assert.deepEqual(together.map(({ statusCode }) => statusCode).sort(), [201, 401, 401]);
  await setup.clock.advance(minute);
  assertProblem(await signInWith(setup, earlier), 'totp-wrong', 401);
});

test('a token with a second factor is refused as a bearer', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const kept = await addSecondFactor(setup);
  assertProblem(await operate(setup, '/session'), 'totp-required', 401);
  assertProblem(await operate(setup, '/callbacks/search', { body: {} }), 'totp-required', 401);
  assertProblem(await operate(setup, '/totp', { method: 'DELETE', body: {} }), 'totp-required', 401);
  await setup.clock.advance(step);
  const session = await sessionOf(setup, shownCode(setup, kept));
  const script = await operate(setup, '/tokens', {
    body: { name: 'script', scope: 'viewer' },
    token: session,
  });
  const token = String(script.json().token);
  assert.equal((await operate(setup, '/callbacks/search', { body: {}, token })).statusCode, 200);
});

test('a command on this machine needs no code, but the token', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await addSecondFactor(setup);
  const ask = (proof: string, token = adminToken) =>
    operate(setup, '/system', { token, headers: { 'x-operator-machine': proof } });
  const now = setup.clock.now();
  assert.equal((await ask(setup.secrets.machineProof(now))).statusCode, 200);
  for (const proof of [
    '',
    'NaN.',
    `${now + minute}.`,
    `${now + minute}.${'0'.repeat(64)}`,
    setup.secrets.machineProof(now - 3 * minute),
    setup.secrets.machineProof(now + 3 * minute),
    setup.secrets.machineProof(now).replace(/^./, '2'),
  ])
    assertProblem(await ask(proof), 'totp-required', 401);
  assertProblem(await ask(setup.secrets.machineProof(now), 'a guess'), 'operator-token-wrong', 401);
  assertProblem(await ask(setup.secrets.machineProof(now), ''), 'operator-token-wrong', 401);
});

test('wrong codes cost time like wrong tokens, and for each token from all addresses', async (t) => {
  const setup = await openHttpSetup(t, { settings: { adminToken, trustedProxies: ['127.0.0.1'] } });
  const kept = await addSecondFactor(setup);
  await setup.clock.advance(step);
  const wrong = shownCode(setup, kept, 9);
  const guess = (from: string, code = wrong) =>
    operate(setup, '/session', {
      body: { token: adminToken, code, keep: 'bearer' },
      token: '',
      headers: { 'x-forwarded-for': from },
    });
  const guesses = Array.from({ length: 20 }, (_, index) => guess(`192.0.2.${index}`));
  const answers = await Promise.all(guesses);
  assert.equal(answers.filter(({ statusCode }) => statusCode === 401).length, 5);
  assert.equal(answers.filter(({ statusCode }) => statusCode === 429).length, 15);
  assertProblem(await guess('192.0.2.99', shownCode(setup, kept)), 'too-many-requests', 429);
  assert.equal((await guess('192.0.2.98', kept.recoveryCodes[0])).statusCode, 201);
  await setup.clock.advance(minute);
  assert.equal((await guess('192.0.2.97', shownCode(setup, kept))).statusCode, 201);
});

test('one client waits after five wrong codes of any kind', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await addSecondFactor(setup);
  for (let guesses = 0; guesses < 5; guesses += 1)
    assertProblem(await signInWith(setup, 'BCDF-GHJK-MNPQ'), 'totp-wrong', 401);
  assert.equal(
    assertProblem(await signInWith(setup, 'BCDF-GHJK-MNPQ'), 'too-many-requests', 429).retry_after,
    60,
  );
});

test('each recovery code signs in once, in any spelling, and is stored as a fingerprint', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const { recoveryCodes } = await addSecondFactor(setup);
  assert.equal(new Set(recoveryCodes).size, 10);
  const stored = JSON.stringify(readRows(setup.path, 'select * from operator_recovery_codes'));
  for (const code of recoveryCodes) {
    assert.match(code, /^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    assert.ok(!stored.includes(code) && !stored.includes(code.replaceAll('-', '')));
  }
  const [first = '', second = ''] = recoveryCodes;
  const session = await sessionOf(setup, ` ${first.toLowerCase().replaceAll('-', ' ')}`);
  assertProblem(await signInWith(setup, first), 'totp-wrong', 401);
  const together = await Promise.all([1, 2, 3].map(() => signInWith(setup, second)));
  assert.deepEqual(together.map(({ statusCode }) => statusCode).sort(), [201, 401, 401]);
  const state = secondFactorState.strict().parse((await operate(setup, '/totp', { token: session })).json());
  assert.deepEqual([state.on, state.recovery_codes_left], [true, 8]);
});

test('a second factor counts only for its own token', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const ana = await newToken(setup, 'viewer', 'Ana');
  const ben = await newToken(setup, 'operator', 'Ben');
  const kept = await addSecondFactor(setup, ana);
  await setup.clock.advance(step);
  assert.equal((await signInWith(setup, undefined, ben)).statusCode, 201);
  await addSecondFactor(setup, ben);
  assertProblem(await signInWith(setup, kept.recoveryCodes[0], ben), 'totp-wrong', 401);
  assert.equal((await signInWith(setup, kept.recoveryCodes[0], ana)).statusCode, 201);
  const { items } = operatorTokens.strict().parse((await operate(setup, '/tokens')).json());
  assert.deepEqual(
    items.map(({ name, second_factor }) => [name, second_factor]),
    [
      ['ADMIN_API_TOKEN', false],
      ['Ana', true],
      ['Ben', true],
    ],
  );
});

test('an unconfirmed second factor does not count, and is confirmed within ten minutes only', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const confirm = (code: string) => operate(setup, '/totp/confirm', { body: { code } });
  assertProblem(await confirm('123456'), 'totp-not-begun', 409);
  const begin = async () => (await operate(setup, '/totp/begin', { method: 'POST' })).json().otpauth_uri;
  const first = otpauth.URI.parse(await begin()) as otpauth.TOTP;
  assert.equal((await signInWith(setup)).statusCode, 201);
  const second = otpauth.URI.parse(await begin()) as otpauth.TOTP;
  assertProblem(await confirm(shownCode(setup, { app: first })), 'totp-wrong', 401);
  await setup.clock.advance(10 * minute);
  assertProblem(await confirm(shownCode(setup, { app: second })), 'totp-not-begun', 409);
  assert.equal((await signInWith(setup)).statusCode, 201);
});

test('switching the second factor on ends the other sessions of the token', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const [own, other] = [await sessionOf(setup), await sessionOf(setup)];
  const ana = await sessionOf(setup, undefined, await newToken(setup, 'viewer'));
  await addSecondFactor(setup, own);
  assert.equal((await operate(setup, '/session', { token: own })).statusCode, 200);
  assert.equal((await operate(setup, '/session', { token: ana })).statusCode, 200);
  assertProblem(await operate(setup, '/session', { token: other }), 'operator-session-ended', 401);
  assertProblem(await operate(setup, '/totp/begin', { method: 'POST', token: own }), 'totp-already-on', 409);
});

test('switching the second factor off asks the token and a code again', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const ana = await newToken(setup, 'admin', 'Ana');
  const kept = await addSecondFactor(setup);
  await setup.clock.advance(step);
  const session = await sessionOf(setup, shownCode(setup, kept));
  const off = (body: object) => operate(setup, '/totp', { method: 'DELETE', body, token: session });
  const unused = async () => {
    await setup.clock.advance(minute);
    return shownCode(setup, kept);
  };
  assertProblem(await off({}), 'operator-token-wrong', 401);
  assertProblem(await off({ code: await unused() }), 'operator-token-wrong', 401);
  assertProblem(await off({ token: ana, code: await unused() }), 'operator-token-wrong', 401);
  assertProblem(await off({ token: adminToken }), 'totp-required', 401);
  assertProblem(await off({ token: adminToken, code: shownCode(setup, kept, 9) }), 'totp-wrong', 401);
  assert.equal((await off({ token: adminToken, code: await unused() })).statusCode, 204);
  assertProblem(await off({ token: adminToken }), 'totp-off', 409);
  assert.equal((await signInWith(setup)).statusCode, 201);
  assert.deepEqual(readRows(setup.path, 'select * from operator_recovery_codes'), []);
});

test('a session erases personal data only with a code when its token has a second factor', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const kept = await addSecondFactor(setup);
  await setup.clock.advance(step);
  const token = await sessionOf(setup, shownCode(setup, kept));
  const erase = (body: object) =>
    operate(setup, '/privacy/erase', { token, body: { phone: '+12015550145', ...body } });
  assertProblem(await erase({ token: adminToken }), 'totp-required', 401);
  await setup.clock.advance(step);
  assert.equal((await erase({ token: adminToken, code: shownCode(setup, kept) })).statusCode, 200);
});

test("an admin removes the second factor of a lost phone, which ends that token's sessions", async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const ana = await newToken(setup, 'operator', 'Ana');
  const { recoveryCodes } = await addSecondFactor(setup, ana);
  const lost = await sessionOf(setup, recoveryCodes[0], ana);
  const { items } = operatorTokens.parse((await operate(setup, '/tokens')).json());
  const path = `/tokens/${items.at(-1)?.id}/totp`;
  assertProblem(await operate(setup, path, { method: 'DELETE', token: lost }), 'operator-scope-too-low', 403);
  const session = await sessionOf(setup);
  const off = (body?: object) => operate(setup, path, { method: 'DELETE', token: session, body });
  assertProblem(await off(), 'operator-token-wrong', 401);
  assert.equal((await off({ token: adminToken })).statusCode, 204);
  assertProblem(await off({ token: adminToken }), 'totp-off', 409);
  assertProblem(await operate(setup, '/session', { token: lost }), 'operator-session-ended', 401);
  assert.equal((await signInWith(setup, undefined, ana)).statusCode, 201);
});

test('a revoked token leaves no second factor behind', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await addSecondFactor(setup, await newToken(setup, 'operator', 'Ana'));
  const { items } = operatorTokens.parse((await operate(setup, '/tokens')).json());
  assert.equal((await operate(setup, `/tokens/${items.at(-1)?.id}`, { method: 'DELETE' })).statusCode, 204);
  assert.deepEqual(readRows(setup.path, 'select * from operator_second_factors'), []);
  assert.deepEqual(readRows(setup.path, 'select * from operator_recovery_codes'), []);
});

test('the secret is stored sealed; with another application secret no code is right', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const kept = await addSecondFactor(setup);
  await setup.clock.advance(step);
  const stored = JSON.stringify(readRows(setup.path, 'select * from operator_second_factors'));
  assert.ok(!stored.includes(kept.app.secret.base32) && !stored.includes(kept.app.secret.hex));
  setup.deps.secrets.unseal = () => undefined;
  assertProblem(await signInWith(setup, shownCode(setup, kept)), 'totp-wrong', 401);
  assert.ok(setup.log.some(({ message }) => message === 'second factor unreadable'));
});

test('the audit log tells who switched the second factor, and every use of it that stands out', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const kept = await addSecondFactor(setup);
  await setup.clock.advance(step);
  await signInWith(setup, shownCode(setup, kept, 9));
  const token = await sessionOf(setup, kept.recoveryCodes[3]);
  const body = { token: adminToken, code: shownCode(setup, kept) };
  await operate(setup, '/totp', { method: 'DELETE', body, token });
  const rows = readRows(
    setup.path,
    "select event_type, event_data, actor from audit_log where event_type <> 'operator-signed-in' order by id",
  ).map(({ event_type, event_data, actor }) => [event_type, event_data, actor]);
  assert.deepEqual(rows, [
    ['second-factor-added', '{}', 'admin'],
    ['second-factor-wrong', '{}', 'admin'],
    ['recovery-code-used', '{"left":9}', 'admin'],
    ['second-factor-removed', '{"token":"configured"}', 'admin'],
  ]);
});
