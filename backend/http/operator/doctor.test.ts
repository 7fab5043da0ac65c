import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DoctorReport } from '../../../contract/operator/doctor.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';

const adminToken = 'a-token-for-operators-of-this-test-only';
const report: DoctorReport = {
  schema: 'callback-doctor/1',
  version: '1.2.3',
  at: new Date(0).toISOString(),
  ok: true,
  counts: { pass: 0, warn: 0, fail: 0, skip: 0 },
  checks: [],
};

test("the doctor's report needs an operator, and several readers share one round", async (t) => {
  let rounds = 0;
  const examine = async () => {
    rounds += 1;
    return report;
  };
  const { app, clock } = await openHttpSetup(t, { settings: { adminToken }, deps: { examine } });
  const url = '/api/v1/admin/doctor';
  assert.equal((await app.inject({ url })).statusCode, 401);
  const headers = { authorization: `Bearer ${adminToken}` };
  assert.deepEqual((await app.inject({ url, headers })).json(), report);
  await app.inject({ url, headers });
  assert.equal(rounds, 1);
  await clock.advance(31_000);
  await app.inject({ url, headers });
  assert.equal(rounds, 2);
});
