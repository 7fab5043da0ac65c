import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openThread } from '../../support/thread/thread.ts';

const floods = new URL('../../support/fraud/flood.ts', import.meta.url);
const thread = openThread<typeof import('../../support/fraud/flood.ts')>(floods);
after(() => thread.close());

// rule: reserved-under-caps
test('ten thousand bots cannot exceed the cap; visitors are served until it is reached', async () => {
  const { bill, caps, counted, early, ...seen } = await thread.call('flood', 'deploys');
  assert.deepEqual(Object.keys(seen.refusals).sort(), ['budget-reached', 'too-many-requests']);
  assert.ok(bill.money <= caps.moneyPerDay, `${bill.money}`);
  assert.ok(bill.money > 0.99 * caps.moneyPerDay, `${bill.money}`);
  // A reserve that was not released would be counted too.
  assert.deepEqual(counted, bill);
  assert.ok(seen.mostCodesToNumber <= 10);
  assert.ok(early.visitors >= 100, `only ${early.visitors} came before the cap`);
  assert.ok(early.served >= 0.99 * early.visitors, `${early.served} of ${early.visitors} were served`);
  assert.equal(seen.warnings, 1);
});

// rule: reserved-under-caps
test('with lost answers and crashes, the charges still cover the carrier’s bill', async () => {
  const { bill, caps, counted, kills, refusals, reserved } = await thread.call('flood', 'crashes');
  assert.ok(kills >= 20, `only ${kills} were killed`);
  assert.ok((refusals['budget-reached'] ?? 0) > 0, JSON.stringify(refusals));
  assert.ok(counted.money <= caps.moneyPerDay, `${counted.money}`);
  for (const kind of ['money', 'texts', 'calls', 'minutes'] as const)
    assert.ok(bill[kind] <= counted[kind], `${kind}: ${bill[kind]} of ${counted[kind]}`);
  assert.deepEqual(reserved, []);
});
