import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closureState } from '../../../contract/operator/closure.ts';
import { type HttpSetup, openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { newToken, operate, withOperator } from '../../../test/support/http/operator-requests.ts';
import { assertProblem } from '../../../test/support/http/visitor-requests.ts';
import { sameEachDay } from '../../domain/site/business-hours.ts';
import { createClosureSwitch } from '../../usecases/operator/closure-switch.ts';

const day = 86_400_000;

function timeIn(setup: HttpSetup, ms: number): string {
  return new Date(setup.clock.now() + ms).toISOString();
}

async function siteOf(setup: HttpSetup) {
  return (await setup.app.inject({ url: '/api/v1/site' })).json();
}

test('a business without hours is closed until the time of the switch, and says why', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  assert.equal((await siteOf(setup)).open, true);
  const until = timeIn(setup, 3 * day);
  const closed = await operate(setup, '/closed', { body: { until, reason: 'family holiday' } });
  const state = { open: false, next_opening: until, closed_until: until, reason: 'family holiday' };
  assert.deepEqual(closureState.strict().parse(closed.json()), state);
  const site = await siteOf(setup);
  assert.deepEqual([site.open, site.next_opening.at], [false, until]);
  assert.match(site.closed_message, /closed right now \(family holiday\)\. You can still leave your number/);
  const { business } = (await operate(setup, '/system')).json();
  assert.deepEqual([business.open, business.closed_until, business.reason], [false, until, 'family holiday']);
});

test('a business with hours opens at the first opening after the switch', async (t) => {
  const hours = sameEachDay({ start: 9 * 60, end: 17 * 60, zone: 'America/New_York', weekdaysOnly: true });
  const setup = await openHttpSetup(t, { ...withOperator, site: { hours } });
  // A Friday evening in New York: the next opening is on Monday.
  await operate(setup, '/closed', { body: { until: '2030-01-11T23:00:00-05:00' } });
  assert.equal((await siteOf(setup)).next_opening.at, '2030-01-14T14:00:00.000Z');
});

test('the switch is taken back, ends by itself, and a second one replaces the first', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await operate(setup, '/closed', { body: { until: timeIn(setup, 3 * day), reason: 'holiday' } });
  const reopened = await operate(setup, '/closed', { method: 'DELETE' });
  assert.equal(reopened.json().open, true);
  await operate(setup, '/closed', { body: { until: timeIn(setup, 3 * day), reason: 'holiday' } });
  const sooner = timeIn(setup, 60_000);
  await operate(setup, '/closed', { body: { until: sooner } });
  const site = await siteOf(setup);
  assert.deepEqual([site.next_opening.at, /holiday/.test(site.closed_message)], [sooner, false]);
  await setup.clock.advance(60_000);
  assert.equal((await siteOf(setup)).open, true);
});

test('each use of the switch is in the audit log with its operator', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const token = await newToken(setup, 'operator', 'Ana');
  const until = timeIn(setup, day);
  await operate(setup, '/closed', { body: { until, reason: 'storm' }, token });
  await operate(setup, '/closed', { method: 'DELETE', token });
  const { items } = (await operate(setup, '/audit/search', { body: { actor: 'Ana', limit: 10 } })).json();
  assert.deepEqual(
    items.map((item: Record<string, unknown>) => [item.event, item.data]),
    [
      ['business-reopened', {}],
      ['business-closed-until', { until, reason: 'storm' }],
    ],
  );
});

test('a viewer cannot close the business, and no token closes nothing', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const body = { until: timeIn(setup, day) };
  assert.equal(
    (await operate(setup, '/closed', { body, token: await newToken(setup, 'viewer') })).statusCode,
    403,
  );
  assert.equal((await operate(setup, '/closed', { body, token: '' })).statusCode, 401);
  assert.equal((await siteOf(setup)).open, true);
});

test('a time in the past, beyond a year, or no time is refused', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  for (const until of [timeIn(setup, -1), timeIn(setup, 400 * day), 'tomorrow', undefined, 5])
    assertProblem(await operate(setup, '/closed', { body: { until } }), 'invalid-request', 400);
  const until = timeIn(setup, day);
  for (const reason of ['', ' ', 'x'.repeat(81), 'two\nlines'])
    assertProblem(await operate(setup, '/closed', { body: { until, reason } }), 'invalid-request', 400);
  assert.equal((await siteOf(setup)).open, true);
});

test('the switch outlives a restart, and another process follows within seconds', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const { clock, deps } = setup;
  const { closures } = deps as unknown as Parameters<typeof createClosureSwitch>[0];
  const other = createClosureSwitch({ closures, clock, log: deps.log }, deps.sites, 'default');
  await other.start();
  t.after(() => other.stop());
  const until = clock.now() + day;
  await operate(setup, '/closed', { body: { until: new Date(until).toISOString() } });
  await clock.advance(6_000);
  assert.equal(other.sites.get('default').site.hours?.closure?.until, until);
  const restarted = createClosureSwitch({ closures, clock, log: deps.log }, deps.sites, 'default');
  await restarted.start();
  restarted.stop();
  assert.equal(restarted.sites.calledBy('+12015550100')?.hours?.closure?.until, until);
});
