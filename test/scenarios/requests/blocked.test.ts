import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRows } from '../../support/engine/read-rows.ts';
import { openHttpSetup } from '../../support/http/http-setup.ts';
import { ann, ask, assertProblem, newCallback, readState } from '../../support/http/visitor-requests.ts';

test('a blocked network is refused, also behind a trusted proxy', async (t) => {
  const settings = { blockedAddresses: ['203.0.113.0/24', '2001:db8::/48'], trustedProxies: ['127.0.0.1'] };
  const setup = await openHttpSetup(t, { settings });
  const from = (address: string) => ask(setup, { headers: { 'x-forwarded-for': address } });
  assertProblem(await from('203.0.113.77'), 'blocked', 403);
  assertProblem(await from('2001:db8:0:1::5'), 'blocked', 403);
  assert.equal((await from('198.51.100.7')).statusCode, 201);
});

test('a filled honeypot field gets the usual answer, and nothing happens', async (t) => {
  const setup = await openHttpSetup(t);
  const answer = await ask(setup, { payload: { ...ann, website: 'https://spam.example.com' } });
  assert.equal(answer.statusCode, 201);
  const pretended = readState(answer);
  assert.equal(answer.headers.location, `/api/v1/callbacks/${pretended.request_id}`);
  const real = await newCallback(setup);
  assert.deepEqual(Object.keys(pretended), Object.keys(real));
  assert.deepEqual(
    [pretended.status, pretended.message, pretended.version, pretended.phone, pretended.code],
    [real.status, real.message, real.version, real.phone, real.code],
  );
  assert.equal(readRows(setup.path, 'select * from callbacks').length, 1);
});

test('an empty honeypot field is the same as none', async (t) => {
  const setup = await openHttpSetup(t);
  await newCallback(setup, { ...ann, website: '' });
});
