import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitorErasure, visitorExport } from '../../../contract/privacy.ts';
import { readRows } from '../../../test/support/engine/read-rows.ts';
import { type HttpSetup, openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { ann, assertProblem, newCallback } from '../../../test/support/http/visitor-requests.ts';

const adminToken = 'k3Jv0cR9xQ2mZ7tB5nW8yL1dF6hP4sGa';
const withToken = { settings: { adminToken } };

function post(
  setup: HttpSetup,
  action: string,
  options: { token?: string; phone?: unknown; peer?: string } = {},
) {
  const { token = adminToken, phone = ann.phone, peer = '192.0.2.1' } = options;
  return setup.app.inject({
    method: 'POST',
    url: `/api/v1/admin/privacy/${action}`,
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    payload: { phone },
    remoteAddress: peer,
  });
}

test("a visitor's data are exported completely and erased completely", async (t) => {
  const setup = await openHttpSetup(t, withToken);
  await newCallback(setup, { ...ann, email: 'ann@example.com' });
  const exported = visitorExport.strict().parse((await post(setup, 'export')).json());
  assert.equal(exported.phone, '+12015550145');
  assert.equal(exported.opted_out, false);
  assert.equal(exported.tables.callbacks?.[0]?.visitor_email, 'ann@example.com');
  const erased = visitorErasure.strict().parse((await post(setup, 'erase')).json());
  assert.deepEqual(erased, { erased_requests: 1, scrubbed: true });
  const after = visitorExport.parse((await post(setup, 'export')).json());
  assert.deepEqual(Object.values(after.tables).flat(), []);
});

test('export and erasure are written to the audit log', async (t) => {
  const setup = await openHttpSetup(t, withToken);
  await post(setup, 'export');
  await post(setup, 'erase');
  const rows = readRows(
    setup.path,
    "select event_type, actor from audit_log where event_type like 'visitor-%'",
  );
  assert.deepEqual(rows, [
    { event_type: 'visitor-exported', actor: 'admin' },
    { event_type: 'visitor-erased', actor: 'admin' },
  ]);
});

test('without the right token no data are exported or erased', async (t) => {
  const setup = await openHttpSetup(t, withToken);
  await newCallback(setup);
  for (const token of ['', 'wrong', adminToken.slice(0, -1), `${adminToken}x`]) {
    const answer = await post(setup, 'erase', { token, peer: '192.0.2.7' });
    assertProblem(answer, 'operator-token-wrong', 401);
    assert.equal(answer.headers['www-authenticate'], 'Bearer');
    assertProblem(await post(setup, 'export', { token, peer: '192.0.2.8' }), 'operator-token-wrong', 401);
  }
  assert.equal(readRows(setup.path, 'select * from callbacks').length, 1);
});

test('every token is refused when no token is configured', async (t) => {
  const setup = await openHttpSetup(t);
  for (const token of ['', 'undefined', adminToken])
    assertProblem(await post(setup, 'export', { token }), 'operator-side-off', 403);
});

test('after five wrong tokens a client must wait a minute, even with the right one', async (t) => {
  const setup = await openHttpSetup(t, withToken);
  for (let guess = 0; guess < 5; guess += 1) await post(setup, 'export', { token: `guess ${guess}` });
  const refused = assertProblem(await post(setup, 'export'), 'too-many-requests', 429);
  assert.equal(refused.retry_after, 60);
  assert.equal((await post(setup, 'export', { peer: '192.0.2.2' })).statusCode, 200);
  await setup.clock.advance(60_000);
  assert.equal((await post(setup, 'export')).statusCode, 200);
});

test('a phone number in the address is not accepted', async (t) => {
  const setup = await openHttpSetup(t, withToken);
  const headers = { authorization: `Bearer ${adminToken}` };
  const answer = await setup.app.inject({
    url: '/api/v1/admin/privacy/export?phone=%2B12015550145',
    headers,
  });
  assertProblem(answer, 'method-not-allowed', 405);
});

test('text that is not a phone number is refused', async (t) => {
  const setup = await openHttpSetup(t, withToken);
  assertProblem(await post(setup, 'erase', { phone: 'Ann' }), 'phone-not-a-number', 422);
  assertProblem(await post(setup, 'erase', { phone: { $ne: '' } }), 'invalid-request', 400);
});

test('a page of another origin cannot erase data through a browser', async (t) => {
  const setup = await openHttpSetup(t, withToken);
  const answer = await setup.app.inject({
    method: 'POST',
    url: '/api/v1/admin/privacy/erase',
    headers: { authorization: `Bearer ${adminToken}`, origin: 'https://evil.example' },
    payload: { phone: ann.phone },
  });
  assertProblem(answer, 'origin-not-allowed', 403);
});
