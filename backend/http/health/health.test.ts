import assert from 'node:assert/strict';
import { test } from 'node:test';
import { health, readiness } from '../../../contract/health.ts';
import { sampleSite, sampleSites } from '../../../test/support/fakes/sample-site.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { assertProblem } from '../../../test/support/http/visitor-requests.ts';
import { zeroAmounts } from '../../domain/budget/charge.ts';
import { handleMessageWebhook } from '../../usecases/carrier/handle-message-webhook.ts';
import type { HttpDeps } from '../deps.ts';

test('a page of any origin can read the health, and only that', async (t) => {
  const { app } = await openHttpSetup(t);
  const allowed = async (url: string) =>
    (await app.inject({ url, headers: { origin: 'https://other.example' } })).headers[
      'access-control-allow-origin'
    ];
  assert.equal(await allowed('/health'), '*');
  assert.equal(await allowed('/health/ready'), undefined);
});

test('health tells that the process answers, its carrier and its version', async (t) => {
  const setup = await openHttpSetup(t);
  const body = health.strict().parse((await setup.app.inject('/health')).json());
  assert.deepEqual(body, {
    status: 'healthy',
    timestamp: new Date(setup.clock.now()).toISOString(),
    twilio_configured: false,
    carrier: 'simulator',
    version: '1.2.3',
  });
  const real = await openHttpSetup(t, { settings: { carrier: 'twilio' } });
  assert.equal((await real.app.inject('/health')).json().twilio_configured, true);
});

test('when the database fails, readiness fails and health does not', async (t) => {
  const setup = await openHttpSetup(t);
  const body = readiness.strict().parse((await setup.app.inject('/health/ready')).json());
  assert.equal(body.status, 'ready');
  await setup.store.close();
  await setup.clock.advance(1_000);
  const answer = await setup.app.inject('/health/ready');
  assert.equal(assertProblem(answer, 'temporarily-unavailable', 503).retry_after, 5);
  assert.match(answer.json().detail, /^The database cannot be used now\. \S/);
  assert.equal((await setup.app.inject('/health')).statusCode, 200);
});

test('repeated readiness requests write to the database once a second at most', async (t) => {
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
  const setup = await openHttpSetup(t, { weakness: counting });
  await Promise.all(Array.from({ length: 50 }, () => setup.app.inject('/health/ready')));
  assert.equal(looks, 1);
  await setup.clock.advance(1_000);
  assert.equal((await setup.app.inject('/health/ready')).statusCode, 200);
  assert.equal(looks, 2);
});

test('a stopping process is alive but not ready', async (t) => {
  const stopping = new AbortController();
  const setup = await openHttpSetup(t, { deps: { stopping: stopping.signal } });
  assert.equal((await setup.app.inject('/health/ready')).statusCode, 200);
  stopping.abort();
  assertProblem(await setup.app.inject('/health/ready'), 'temporarily-unavailable', 503);
  assert.equal((await setup.app.inject('/health')).statusCode, 200);
});

test('readiness warns while the number of the business has opted out, forged or not', async (t) => {
  const setup = await openHttpSetup(t, { settings: { publicBaseUrl: 'http://127.0.0.1:8501' } });
  const { notifyNumber } = setup.deps.sites.get('default').site;
  const warnings = async () =>
    readiness.strict().parse((await setup.app.inject('/health/ready')).json()).warnings;
  const text = (optOut: 'stop' | 'start') =>
    handleMessageWebhook(setup.deps, {
      kind: 'inbound',
      from: notifyNumber,
      to: '+12015550100',
      body: optOut,
      optOut,
    });
  await text('stop');
  assert.deepEqual(await warnings(), ['business-opted-out']);
  assert.match(String(setup.log.find(({ level }) => level === 'error')?.fields.fix), /forged/);
  await text('start');
  assert.deepEqual(await warnings(), []);
});

test('readiness fails while the carrier cannot be used, and names the fix', async (t) => {
  for (const [fault, fix] of [
    ['carrier-credentials-rejected', /TWILIO_AUTH_TOKEN/],
    ['carrier-account-suspended', /balance/],
    ['carrier-number-unusable', /TWILIO_NUMBER/],
  ] as const) {
    const setup = await openHttpSetup(t, { deps: { startWarnings: () => [fault] } });
    const answer = await setup.app.inject('/health/ready');
    assertProblem(answer, 'temporarily-unavailable', 503);
    assert.match(answer.json().detail, fix);
    assert.equal((await setup.app.inject('/health')).statusCode, 200, 'a restart would not help');
  }
});

test('an address that this machine cannot reach is a warning of readiness', async (t) => {
  const setup = await openHttpSetup(t, { deps: { startWarnings: () => ['public-address-unreachable'] } });
  const answer = await setup.app.inject('/health/ready');
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(answer.json().warnings, ['visitors-share-an-address', 'public-address-unreachable']);
});

for (const [amount, most] of [
  ['calls', { callsPerDay: 10 }],
  ['texts', { textsPerHour: 10 }],
  ['minutes', { minutesPerDay: 10 }],
] as const)
  test(`readiness warns at 50, 80 and 100 percent of the cap of ${amount}`, async (t) => {
    const plenty = { textsPerHour: 1e9, callsPerDay: 1e9, minutesPerDay: 1e9, moneyPerDay: 1e9 };
    const caps = { ...plenty, ...most };
    const sites = sampleSites([sampleSite({ spending: { caps } })]);
    const setup = await openHttpSetup(t, {
      deps: { sites },
      settings: { publicBaseUrl: 'http://127.0.0.1' },
    });
    const warnings: unknown[] = [];
    for (let used = 1; used <= 10; used += 1) {
      const one = { ...zeroAmounts, [amount]: 1 };
      assert.ok(
        await setup.deps.spending.charge(
          'default',
          { amounts: one, textsToVisitors: one.texts, caps: plenty },
          setup.clock.now(),
        ),
      );
      const { warnings: found } = readiness.strict().parse((await setup.app.inject('/health/ready')).json());
      warnings.push(...found);
    }
    assert.deepEqual(
      warnings,
      ['half-used', 'half-used', 'half-used', '80-percent-used', '80-percent-used', 'reached'].map(
        (part) => `spending-cap-${part}`,
      ),
    );
  });

test('readiness compares money with what visitors may spend, and ends with the day', async (t) => {
  const caps = { textsPerHour: 1e9, callsPerDay: 1e9, minutesPerDay: 1e9, moneyPerDay: 1_096_000 };
  const sites = sampleSites([sampleSite({ spending: { caps } })]);
  const setup = await openHttpSetup(t, { deps: { sites }, settings: { publicBaseUrl: 'http://127.0.0.1' } });
  const warnings = async () => (await setup.app.inject('/health/ready')).json().warnings;
  const money = { ...zeroAmounts, money: 1_000_000 };
  assert.ok(
    await setup.deps.spending.charge(
      'default',
      { amounts: money, textsToVisitors: 0, caps },
      setup.clock.now(),
    ),
  );
  assert.deepEqual(await warnings(), ['spending-cap-reached']);
  await setup.clock.advance(24 * 3_600_000);
  assert.deepEqual(await warnings(), []);
});
