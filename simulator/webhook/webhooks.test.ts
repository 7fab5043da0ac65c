import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createFaults, type FaultPlan } from '../faults.ts';
import { type Answer, startApplication } from '../test-support/application.ts';
import { createVirtualClock } from '../test-support/virtual-clock.ts';
import { createActivity } from '../time/activity.ts';
import { createTimeline } from '../timeline.ts';
import type { Webhook } from './webhook.ts';
import { createWebhooks } from './webhooks.ts';

async function start(t: TestContext) {
  const activity = createActivity();
  const briefly = () => new Promise<void>((resolve) => setTimeout(resolve, 100));
  const clock = createVirtualClock({ settle: () => Promise.race([activity.idle(), briefly()]) });
  const faults = createFaults();
  const timeline = createTimeline({ clock });
  const webhooks = createWebhooks({ clock, authToken: 'token', timeline, faults, activity });
  const application = await startApplication({ authToken: 'token' });
  t.after(() => {
    webhooks.dispose();
    return application.close();
  });
  const send = (fragment = '', more: Partial<Webhook> = {}) =>
    webhooks.send({
      kind: 'status',
      url: `${application.url}/hook${fragment}`,
      method: 'POST',
      params: { A: '1' },
      sid: 'CA1',
      family: 'CA1',
      ...more,
    });
  const fault = (plan: Partial<FaultPlan> & Pick<FaultPlan, 'kind'>) =>
    faults.add({ times: 1, ms: 2_000, ...plan });
  return { clock, application, webhooks, timeline, send, fault };
}

function failingTimes(times: number, answer: Answer) {
  let left = times;
  return () => {
    left -= 1;
    return left >= 0 ? answer : { status: 200, body: 'fine' };
  };
}

test('the fragment of a webhook URL is neither sent nor signed', async (t) => {
  const { application, send } = await start(t);
  const answer = await send('?x=1#rc=2&rp=all');
  assert.equal(answer.ok, true);
  assert.deepEqual(
    application.received.map(({ path, signed, fields }) => ({ path, signed, fields })),
    [{ path: '/hook?x=1', signed: true, fields: { A: '1' } }],
  );
});

test('a GET webhook carries its fields in the query and signs the whole URL', async (t) => {
  const { application, send } = await start(t);
  await send('?x=1', { method: 'GET', params: { To: '+12015550110' } });
  const [received] = application.received;
  assert.equal(received?.path, '/hook?x=1&To=%2B12015550110');
  assert.equal(received?.signed, true);
});

test("a 5xx is retried only when the URL's overrides say so", async (t) => {
  const { application, send } = await start(t);
  application.answer('/hook', failingTimes(1, { status: 503 }));
  assert.deepEqual(await send(), {
    ok: false,
    errorCode: 11200,
    status: 503,
    detail: 'the server answered 503',
  });
  assert.equal(application.received.length, 1);
});

test('a retry repeats the idempotency token; another webhook has its own', async (t) => {
  const { application, send } = await start(t);
  application.answer('/hook', failingTimes(2, { status: 500 }));
  assert.equal((await send('#rc=2&rp=5xx')).ok, true);
  await send();
  const [first, second, third, other] = application.received.map(({ token }) => token);
  assert.equal(application.received.length, 4);
  assert.match(first ?? '', /^[0-9a-f-]{36}$/);
  assert.equal(first, second);
  assert.equal(first, third);
  assert.notEqual(first, other);
});

test('a webhook without an answer times out after 15 s', async (t) => {
  const { application, clock, send } = await start(t);
  application.answer('/hook', { hang: true });
  const sending = send();
  await clock.run(15_000);
  assert.deepEqual(await sending, {
    ok: false,
    errorCode: 11205,
    detail: 'no answer in time',
  });
  assert.equal(application.received.length, 1);
  assert.equal(clock.pending(), 0);
});

test('a shorter read timeout leaves time for a retry within the same 15 s', async (t) => {
  const { application, clock, send } = await start(t);
  application.answer('/hook', failingTimes(1, { hang: true }));
  const sending = send('#rt=2000&rp=rt');
  await clock.run(2_000);
  assert.equal((await sending).ok, true);
  assert.equal(application.received.length, 2);
});

test('a refused connection is retried once', async (t) => {
  const { application, send, timeline } = await start(t);
  await application.close();
  const answer = await send();
  assert.equal(answer.ok === false && answer.errorCode, 11205);
  assert.equal(timeline.after(0).filter(({ kind }) => kind === 'webhook.sent').length, 2);
});

test('an invalid URL is error 11100 and sends nothing', async (t) => {
  const { send } = await start(t);
  const answer = await send('', { url: 'nonsense' });
  assert.equal(answer.ok === false && answer.errorCode, 11100);
});

test('a dropped webhook never arrives and the next one does', async (t) => {
  const { application, clock, send, fault } = await start(t);
  fault({ kind: 'drop' });
  const lost = send('?n=1');
  await send('?n=2');
  await clock.run(15_000);
  assert.equal((await lost).ok, false);
  assert.deepEqual(
    application.received.map(({ path }) => path),
    ['/hook?n=2'],
  );
});

test('a doubled webhook arrives twice with the same token', async (t) => {
  const { application, send, fault, clock } = await start(t);
  fault({ kind: 'double' });
  await send();
  await clock.run(0);
  const tokens = application.received.map(({ token }) => token);
  assert.equal(tokens.length, 2);
  assert.equal(tokens[0], tokens[1]);
});

test('a delayed webhook arrives after its delay', async (t) => {
  const { application, clock, send, fault } = await start(t);
  fault({ kind: 'delay', ms: 4_000 });
  const sending = send();
  await clock.run(3_999);
  assert.equal(application.received.length, 0);
  await clock.run(1);
  assert.equal((await sending).ok, true);
});

test('a reordered webhook arrives after the next one of its family', async (t) => {
  const { application, send, fault } = await start(t);
  fault({ kind: 'reorder' });
  const held = send('?n=1');
  await send('?n=2', { family: 'CA2' });
  await send('?n=3');
  await held;
  assert.deepEqual(
    application.received.map(({ path }) => path),
    ['/hook?n=2', '/hook?n=3', '/hook?n=1'],
  );
});

test('a reordered webhook with no follower arrives when its hold time ends', async (t) => {
  const { application, clock, send, fault } = await start(t);
  fault({ kind: 'reorder', ms: 500 });
  const held = send();
  await clock.run(500);
  assert.equal((await held).ok, true);
  assert.equal(application.received.length, 1);
});

test('a fault for one kind of webhook does not affect other kinds', async (t) => {
  const { application, clock, send, fault } = await start(t);
  fault({ kind: 'drop', webhook: 'gather' });
  await send();
  void send('', { kind: 'gather' });
  await clock.run(0);
  assert.equal(application.received.length, 1);
});

test('dispose aborts a running webhook', async (t) => {
  const { application, webhooks, clock, send } = await start(t);
  application.answer('/hook', { hang: true });
  const sending = send();
  await clock.run(0);
  webhooks.dispose();
  assert.equal((await sending).ok, false);
});
