import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { callbackDetails } from '../../../contract/operator/callbacks.ts';
import { webhookTest } from '../../../contract/operator/webhooks.ts';
import { readRows } from '../../../test/support/engine/read-rows.ts';
import {
  accepted,
  createWebhookReceiver,
  type Received,
} from '../../../test/support/fakes/webhook-receiver.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { adminToken, newToken, operate } from '../../../test/support/http/operator-requests.ts';
import { assertProblem, newCallback } from '../../../test/support/http/visitor-requests.ts';
import type { ClaimedDelivery, WebhookSent } from '../../ports/webhooks.ts';

const addresses = ['first', 'second'];
const metricsToken = 'm7Rk2Vx9Qp4Zt6Yb1Nw8Lc3Jd5Hf0Gs2';

async function open(t: TestContext, answer?: (request: Received) => WebhookSent) {
  const receiver = createWebhookReceiver(() => setup.clock, answer, addresses);
  let woken = 0;
  const webhookRunner = {
    wake() {
      woken += 1;
    },
  };
  const setup = await openHttpSetup(t, {
    settings: { adminToken, metricsToken },
    deps: { webhookSender: receiver, webhookRunner },
    webhookAddresses: addresses,
  });
  const { request_id: id } = await newCallback(setup);
  const claim = async (address = 'first'): Promise<ClaimedDelivery[]> =>
    setup.deps.webhookOutbox.claim({ address, at: setup.clock.now(), leaseMs: 30_000, limit: 10 });
  const details = async () => callbackDetails.parse((await operate(setup, `/callbacks/${id}`)).json());
  const redeliver = (delivery: string, token = adminToken, of = id) =>
    operate(setup, `/callbacks/${of}/webhooks/${delivery}/redeliver`, { method: 'POST', token });
  return { setup, receiver, id, claim, details, redeliver, woken: () => woken };
}

test('the details of a callback show the result of each webhook', async (t) => {
  const { setup, claim, details } = await open(t);
  const [first] = await claim();
  const [second] = await claim('second');
  assert.ok(first && second);
  const at = setup.clock.now();
  await setup.deps.webhookOutbox.settle(first, { state: 'delivered', code: 'http-204', at });
  await setup.deps.webhookOutbox.retry(second, { code: 'http-503', at, retryAt: at + 60_000 });
  const { webhooks } = await details();
  const time = new Date(at).toISOString();
  const shared = { event: 'callback.pending', tries: 1, occurred_at: time };
  assert.deepEqual(webhooks, [
    {
      ...shared,
      id: first.id,
      address: 'first.example.com',
      state: 'delivered',
      code: 'http-204',
      next_try_at: null,
      settled_at: time,
    },
    {
      ...shared,
      id: second.id,
      address: 'second.example.com',
      state: 'due',
      code: 'http-503',
      next_try_at: new Date(at + 60_000).toISOString(),
      settled_at: null,
    },
  ]);
});

for (const state of ['given-up', 'delivered'] as const) {
  test(`a webhook that was ${state} is sent again under its id, and audited`, async (t) => {
    const { setup, claim, redeliver, woken } = await open(t);
    const [first] = await claim();
    assert.ok(first);
    await setup.deps.webhookOutbox.settle(first, { state, code: 'http-500', at: setup.clock.now() });
    assert.deepEqual(await claim(), []);
    const answer = await redeliver(first.id);
    const shown = callbackDetails.parse(answer.json()).webhooks.find(({ id }) => id === first.id);
    assert.deepEqual([shown?.state, shown?.code, shown?.tries], ['due', null, 0]);
    assert.equal(woken(), 1);
    const [again] = await claim();
    assert.deepEqual([again?.id, again?.failingSince], [first.id, undefined]);
    const [row] = readRows(setup.path, "select * from audit_log where event_type = 'webhook-redelivered'");
    assert.deepEqual([row?.actor, row?.event_data], ['admin', `{"delivery":"${first.id}"}`]);
  });
}

test('a webhook that waits for its next try is sent now', async (t) => {
  const { setup, claim, redeliver } = await open(t);
  const [first] = await claim();
  assert.ok(first);
  const at = setup.clock.now();
  await setup.deps.webhookOutbox.retry(first, { code: 'http-500', at, retryAt: at + 3_600_000 });
  assert.deepEqual(await claim(), []);
  assert.equal((await redeliver(first.id)).statusCode, 200);
  assert.equal((await claim())[0]?.id, first.id);
});

test('a claim that lost its lease settles nothing', async (t) => {
  const { setup, claim, details } = await open(t);
  const [late] = await claim();
  assert.ok(late);
  await setup.clock.advance(31_000);
  const [current] = await claim();
  assert.equal(current?.id, late.id);
  const at = setup.clock.now();
  await setup.deps.webhookOutbox.settle(late, { state: 'given-up', code: 'late', at });
  await setup.deps.webhookOutbox.retry(late, { code: 'late', at, retryAt: at + 60_000 });
  const shown = (await details()).webhooks.find(({ id }) => id === late.id);
  assert.deepEqual([shown?.state, shown?.code], ['due', null]);
});

test('redelivering needs an operator, and a delivery of this callback', async (t) => {
  const { setup, claim, redeliver } = await open(t);
  const [first] = await claim();
  assert.ok(first);
  const { request_id: other } = await newCallback(setup, { name: 'Bo', phone: '(201) 555-0145' });
  assertProblem(await redeliver(first.id, adminToken, other), 'not-found', 404);
  assertProblem(await redeliver('5f0c3a52-7f0e-4b8e-9a55-1f6d2f0a9c11'), 'not-found', 404);
  assertProblem(await redeliver(first.id, await newToken(setup, 'viewer')), 'operator-scope-too-low', 403);
  assertProblem(await redeliver(first.id, ''), 'operator-token-wrong', 401);
  const audited = readRows(setup.path, "select * from audit_log where event_type = 'webhook-redelivered'");
  assert.deepEqual(audited, []);
});

test('a test event goes to every address, and the answer says what each one said', async (t) => {
  const { setup, receiver } = await open(t, ({ address }) =>
    address === 'first' ? accepted : { result: 'failed', code: 'http-404' },
  );
  const answer = await operate(setup, '/webhooks/test', { method: 'POST' });
  const { results } = webhookTest.strict().parse(answer.json());
  assert.deepEqual(
    results.map(({ address, result, code }) => [address, result, code]),
    [
      ['first.example.com', 'accepted', 'http-204'],
      ['second.example.com', 'failed', 'http-404'],
    ],
  );
  assert.match(results[1]?.fix ?? '', /switched on/);
  const [{ payload } = {} as Received] = receiver.received;
  assert.equal(payload.type, 'callback.test');
  const empty = Object.entries(payload.data).filter(([, value]) => value === null);
  assert.deepEqual(empty, []);
  assertProblem(
    await operate(setup, '/webhooks/test', { method: 'POST', token: await newToken(setup, 'operator') }),
    'operator-scope-too-low',
    403,
  );
});

test('metrics count the webhooks that wait and those that were given up', async (t) => {
  const { setup, claim } = await open(t);
  const read = async () => {
    const headers = { authorization: `Bearer ${metricsToken}` };
    const { body } = await setup.app.inject({ url: '/metrics', headers });
    return ['waiting', 'oldest_age_seconds', 'given_up_last_day'].map((name) =>
      Number(new RegExp(`^callback_webhooks_${name} (.+)$`, 'm').exec(body)?.[1]),
    );
  };
  await setup.clock.advance(5_000);
  assert.deepEqual(await read(), [2, 5, 0]);
  const [first] = await claim();
  const [second] = await claim('second');
  assert.ok(first && second);
  const at = setup.clock.now();
  await setup.deps.webhookOutbox.settle(first, { state: 'given-up', code: 'http-500', at });
  await setup.deps.webhookOutbox.settle(second, { state: 'delivered', code: 'http-200', at });
  assert.deepEqual(await read(), [0, 0, 1]);
  await setup.clock.advance(25 * 3_600_000);
  assert.deepEqual(await read(), [0, 0, 0]);
});
