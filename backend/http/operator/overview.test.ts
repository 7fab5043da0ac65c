import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditPage } from '../../../contract/operator/audit.ts';
import { stats } from '../../../contract/operator/stats.ts';
import { systemState } from '../../../contract/operator/system.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { newToken, operate, withOperator } from '../../../test/support/http/operator-requests.ts';
import { miss, people, prove } from '../../../test/support/http/visitor-requests.ts';

test('the audit log says who did what, and pages', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await newToken(setup, 'viewer', 'Ana');
  await operate(setup, '/callbacks/export', { body: {} });
  const read = async (body: Record<string, unknown>) =>
    auditPage.strict().parse((await operate(setup, '/audit/search', { body })).json());
  const first = await read({ limit: 1 });
  assert.deepEqual(
    first.items.map(({ event, actor }) => [event, actor]),
    [['callbacks-exported', 'admin']],
  );
  const second = await read({ limit: 1, cursor: first.next });
  assert.deepEqual(
    second.items.map(({ event }) => event),
    ['token-created'],
  );
  assert.equal(second.next, null);
});

test('figures count each state once and rates count attempted calls only', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const [ann = '', ben = ''] = await people(
    setup,
    ['Ann', '201-555-0145'],
    ['Ben', '201-555-0146'],
    ['Cem', '201-555-0147'],
  );
  await miss(setup, ann);
  await prove(setup, ben);
  const found = stats.strict().parse((await operate(setup, '/stats')).json());
  assert.deepEqual(
    [
      found.total,
      found.verified,
      found.pending,
      found.unproven,
      found.failed,
      found.needs_you,
      found.last_24h,
    ],
    [3, 2, 1, 1, 1, 1, 3],
  );
  assert.equal(found.success_rate, null);
  assert.equal(found.by_outcome['waited-too-long'], 1);
  assert.equal(
    found.by_hour.flat().reduce((sum, { total }) => sum + total, 0),
    3,
  );
  assert.equal(
    found.by_day.reduce((sum, { total }) => sum + total, 0),
    3,
  );
});

test('the system page shows the caps, the queue and the hours', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const [id = ''] = await people(setup, ['Ann', '201-555-0145']);
  await prove(setup, id);
  const system = systemState.strict().parse((await operate(setup, '/system')).json());
  assert.equal(system.caps.texts_per_hour.used, 1);
  assert.ok(system.caps.calls_per_day.set_aside === 1 && (system.caps.money_per_day.cap ?? 0) > 0);
  assert.equal(system.queue.due > 0, true);
  assert.deepEqual([system.business.open, system.lines.in_use], [true, 0]);
  assert.deepEqual(system.checks.map(({ id, status }) => [id, status])[0], ['database.writable', 'pass']);
});
