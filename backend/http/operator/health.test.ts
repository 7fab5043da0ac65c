import assert from 'node:assert/strict';
import { test } from 'node:test';
import { health, readiness } from '../../../contract/health.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { assertProblem } from '../../../test/support/http/visitor-requests.ts';
import type { HttpDeps } from '../deps.ts';

test('health says that the process answers, and whether Twilio is behind it', async (t) => {
  const rig = await openHttpSetup(t);
  const body = health.strict().parse((await rig.app.inject('/health')).json());
  assert.deepEqual(body, {
    status: 'healthy',
    timestamp: new Date(rig.clock.now()).toISOString(),
    twilio_configured: false,
    carrier: 'simulator',
    version: '1.2.3',
  });
  const real = await openHttpSetup(t, { settings: { carrier: 'twilio' } });
  assert.equal((await real.app.inject('/health')).json().twilio_configured, true);
});

test('readiness fails with the database, and health does not', async (t) => {
  const rig = await openHttpSetup(t);
  const body = readiness.strict().parse((await rig.app.inject('/health/ready')).json());
  assert.equal(body.status, 'ready');
  await rig.store.close();
  await rig.clock.advance(1_000);
  const answer = await rig.app.inject('/health/ready');
  assert.equal(assertProblem(answer, 'temporarily-unavailable', 503).retry_after, 5);
  assert.equal((await rig.app.inject('/health')).statusCode, 200);
});

test('whoever keeps asking whether it is ready has it written once a second, not more', async (t) => {
  let looks = 0;
  const counting = {
    deps: ({ store }: HttpDeps) => ({
      store: {
        ...store,
        check: () => {
          looks += 1;
          return store.check();
        },
      },
    }),
  };
  const rig = await openHttpSetup(t, { weakness: counting });
  await Promise.all(Array.from({ length: 50 }, () => rig.app.inject('/health/ready')));
  assert.equal(looks, 1);
  await rig.clock.advance(1_000);
  assert.equal((await rig.app.inject('/health/ready')).statusCode, 200);
  assert.equal(looks, 2);
});
