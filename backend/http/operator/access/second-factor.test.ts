import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondFactorState } from '../../../../contract/operator/second-factor.ts';
import { readRows } from '../../../../test/support/engine/read-rows.ts';
import { openHttpSetup } from '../../../../test/support/http/http-setup.ts';
import { adminToken, operate, withOperator } from '../../../../test/support/http/operator-requests.ts';
import {
  addSecondFactor,
  sessionOf,
  shownCode,
  signInWith,
} from '../../../../test/support/http/second-factor.ts';
import { assertProblem } from '../../../../test/support/http/visitor-requests.ts';

const step = 30_000;
const minute = 60_000;

test('a token with a second factor opens a session only with the app’s code', async (t) => {
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

test('each recovery code signs in once, in any spelling, stored as a fingerprint', async (t) => {
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

test('a session of a token with a second factor needs a code to erase personal data', async (t) => {
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
