import assert from 'node:assert/strict';
import { test } from 'node:test';
import { health, readiness } from '../../../contract/health.ts';
import { openHttpRig } from '../../../test/support/http-rig.ts';
import { assertProblem } from '../../../test/support/visitor.ts';

test('health says that the process answers, and whether Twilio is behind it', async (t) => {
  const rig = await openHttpRig(t);
  const body = health.strict().parse((await rig.app.inject('/health')).json());
  assert.deepEqual(body, {
    status: 'healthy',
    timestamp: new Date(rig.clock.now()).toISOString(),
    twilio_configured: false,
    carrier: 'simulator',
    version: '1.2.3',
  });
  const real = await openHttpRig(t, { settings: { carrier: 'twilio' } });
  assert.equal((await real.app.inject('/health')).json().twilio_configured, true);
});

test('readiness fails with the database, and health does not', async (t) => {
  const rig = await openHttpRig(t);
  const body = readiness.strict().parse((await rig.app.inject('/health/ready')).json());
  assert.equal(body.status, 'ready');
  await rig.store.close();
  const answer = await rig.app.inject('/health/ready');
  assert.equal(assertProblem(answer, 'temporarily-unavailable', 503).retry_after, 5);
  assert.equal((await rig.app.inject('/health')).statusCode, 200);
});
