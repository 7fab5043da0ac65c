import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as otpauth from 'otpauth';
import { operatorTokens } from '../../../../contract/operator/access.ts';
import { begunSecondFactor } from '../../../../contract/operator/second-factor.ts';
import { readRows } from '../../../../test/support/engine/read-rows.ts';
import { openHttpSetup } from '../../../../test/support/http/http-setup.ts';
import {
  adminToken,
  newToken,
  operate,
  withOperator,
} from '../../../../test/support/http/operator-requests.ts';
import {
  addSecondFactor,
  sessionOf,
  shownCode,
  signInWith,
} from '../../../../test/support/http/second-factor.ts';
import { assertProblem } from '../../../../test/support/http/visitor-requests.ts';

const step = 30_000;
const minute = 60_000;

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

test('a second factor counts once confirmed, which is possible for ten minutes', async (t) => {
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

test("removing the second factor of a lost phone ends that token's sessions", async (t) => {
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

test('the audit log has each switch, wrong code and recovery code, with its actor', async (t) => {
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
