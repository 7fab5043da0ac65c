import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookSent } from '../../../backend/ports/webhooks.ts';
import { takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type Harness, type HarnessOptions, openHarness } from '../../support/engine/engine-harness.ts';
import { restartIfDead, retryAfterCrash } from '../../support/engine/retry-after-crash.ts';
import { accepted, createWebhookReceiver, type Received } from '../../support/fakes/webhook-receiver.ts';

const minute = 60_000;
const hour = 60 * minute;
const down: WebhookSent = { result: 'failed', code: 'http-503' };
const missed = { business: () => ({ ...takesTheCall, answers: 'never' as const }) };

type Answer = (request: Received, since: number) => WebhookSent | Promise<WebhookSent>;

/** Opens a platform whose addresses answer by `answer`; `since`: time since the start (ms). */
async function openTold(
  answer: Answer = () => accepted,
  options: HarnessOptions & { addresses?: string[] } = {},
) {
  let harness: Harness | undefined;
  let start = 0;
  const clock = () => ({ now: () => harness?.clock.now() ?? 0 });
  const receiver = createWebhookReceiver(
    clock,
    (request) => answer(request, request.at - start),
    options.addresses,
  );
  harness = await openHarness({ ...options, webhookSender: receiver });
  start = harness.clock.now();
  return { harness, receiver };
}

const answeredCall = ['pending', 'verified', 'calling', 'connected', 'completed'];
const missedCall = ['pending', 'verified', 'calling', 'failed'];

test('every change of state is told once, in order, with the state of its time', async () => {
  const { harness, receiver } = await openTold();
  await using _ = harness;
  const { callbackId, reference } = await harness.proven({ name: 'Zoë Example', phone: '+12015550142' });
  await harness.settled(callbackId);
  await harness.clock.advance(minute);
  assert.deepEqual(receiver.told(callbackId), answeredCall);
  assert.equal(receiver.asked.length, answeredCall.length);
  const [first, ...others] = receiver.received.map(({ payload }) => payload);
  const last = others.at(-1);
  assert.equal(last?.type, 'callback.completed');
  assert.equal(last?.data.outcome, 'talked');
  assert.equal(last?.data.reference, reference);
  assert.deepEqual(last?.data.visitor, {
    name: 'Zoë Example',
    phone: '+12015550142',
    phone_verified: true,
    email: null,
  });
  assert.equal(first?.data.visitor.phone_verified, false);
  assert.equal(first?.data.outcome, null);
  const versions = receiver.received.map(({ payload }) => payload.data.version);
  assert.deepEqual(
    versions,
    [...versions].sort((a, b) => a - b),
  );
  assert.equal(new Set(receiver.received.map(({ id }) => id)).size, answeredCall.length);
});

test('a cancelled and a retried callback are told with each of their states', async () => {
  const { harness, receiver } = await openTold(() => accepted, { script: missed });
  await using _ = harness;
  const cancelled = await harness.request();
  assert.ok(cancelled.ok);
  await harness.cancel(cancelled.callback.callbackId);
  const { callbackId } = await harness.proven({ phone: '+12015550143' });
  await harness.settled(callbackId);
  await harness.clock.advance(minute);
  await harness.retry(callbackId);
  await harness.settled(callbackId);
  await harness.clock.advance(minute);
  assert.deepEqual(receiver.told(cancelled.callback.callbackId), ['pending', 'cancelled']);
  assert.deepEqual(receiver.told(callbackId), [...missedCall, 'verified', 'calling', 'failed']);
});

test('a receiver that is down for three hours gets all events in order per callback', async () => {
  const { harness, receiver } = await openTold((_request, since) => (since < 3 * hour ? down : accepted));
  await using _ = harness;
  const ids: string[] = [];
  for (const last of ['42', '43', '44', '45']) {
    const { callbackId } = await harness.proven({ phone: `+120155501${last}` });
    ids.push((await harness.settled(callbackId)).callbackId);
    await harness.clock.advance(10 * minute);
  }
  assert.deepEqual(receiver.received, []);
  await harness.clock.advance(3.5 * hour);
  for (const id of ids) assert.deepEqual(receiver.told(id), answeredCall);
  const perRow = receiver.asked.length / (ids.length * answeredCall.length);
  assert.ok(perRow < 12, `${perRow} tries for each event`);
  assert.deepEqual(harness.rows("select * from webhook_deliveries where state <> 'delivered'"), []);
});

test('a refused event holds back only the later ones of its callback and address', async () => {
  const isRefused = ({ address, payload }: Received) =>
    address === 'first' &&
    payload.data.visitor.phone === '+12015550142' &&
    payload.data.status === 'verified';
  const { harness, receiver } = await openTold((request) => (isRefused(request) ? down : accepted), {
    addresses: ['first', 'second'],
  });
  await using _ = harness;
  const { callbackId: held } = await harness.proven({ phone: '+12015550142' });
  await harness.settled(held);
  const { callbackId: other } = await harness.proven({ phone: '+12015550143' });
  await harness.settled(other);
  await harness.clock.advance(minute);
  assert.deepEqual(receiver.told(held, 'first'), ['pending']);
  assert.deepEqual(receiver.told(held, 'second'), answeredCall);
  assert.deepEqual(receiver.told(other, 'first'), answeredCall);
});

test('an event is given up after a day of growing delays, and the next one is tried', async () => {
  const { harness, receiver } = await openTold(({ payload }) =>
    payload.data.status === 'pending' ? down : accepted,
  );
  await using _ = harness;
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  await harness.clock.advance(23 * hour);
  assert.deepEqual(receiver.received, []);
  const times = receiver.asked.map(({ at }) => at);
  const delays = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  assert.ok(delays.length > 20 && delays.length < 60, `${delays.length} tries`);
  assert.ok((delays[0] ?? 0) <= 2_000);
  assert.ok((delays.at(-1) ?? 0) >= 45 * minute && (delays.at(-1) ?? 0) <= hour);
  await harness.clock.advance(1.5 * hour);
  assert.deepEqual(receiver.told(callbackId), answeredCall.slice(1));
  const [given] = harness.rows(
    "select code, request_status from webhook_deliveries where state = 'given-up'",
  );
  assert.deepEqual({ ...given }, { code: 'http-503', request_status: 'pending' });
  assert.equal(harness.log.filter(({ message }) => message === 'webhook given up after a day').length, 1);
});

test('a receiver that asks for a pause gets no request in it, for any callback', async () => {
  let asks = 0;
  const { harness, receiver } = await openTold(() => {
    asks += 1;
    return asks === 1 ? { ...down, retryAfterMs: 30 * minute } : accepted;
  });
  await using _ = harness;
  const { callbackId } = await harness.proven();
  await harness.clock.advance(minute);
  const { callbackId: other } = await harness.proven();
  await harness.clock.advance(26 * minute);
  assert.equal(receiver.asked.length, 1);
  await harness.clock.advance(6 * minute);
  assert.deepEqual(receiver.told(callbackId), answeredCall);
  assert.deepEqual(receiver.told(other), answeredCall);
});

test('a receiver that never answers delays no call and no other address', async () => {
  const { harness, receiver } = await openTold(
    ({ address }) => (address === 'first' ? new Promise(() => {}) : accepted),
    { addresses: ['first', 'second'] },
  );
  await using _ = harness;
  for (let last = 0; last < 12; last += 1) {
    const { callbackId } = await harness.proven({ phone: `+120155501${10 + last}` });
    assert.equal((await harness.settled(callbackId)).outcome, 'talked');
    assert.deepEqual(receiver.told(callbackId, 'second'), answeredCall);
  }
  assert.deepEqual(
    receiver.received.filter(({ address }) => address === 'first'),
    [],
  );
});

test('events for an address that left the settings are given up at the next start', async () => {
  const { harness } = await openTold(() => down, { addresses: ['first'] });
  await using _ = harness;
  await harness.proven();
  const { ports } = harness.process();
  assert.equal(await ports.webhookOutbox?.giveUpOthers(['second'], harness.clock.now()), 2);
  const rows = harness.rows('select state, code from webhook_deliveries');
  assert.ok(rows.every(({ state, code }) => state === 'given-up' && code === 'address-removed'));
});

/** Runs a missed call with a crash at the n-th port call of the webhooks; returns the number of these calls. */
async function tell(crashAt: number): Promise<number> {
  let steps = 0;
  const { harness, receiver } = await openTold(() => accepted, {
    script: missed,
    watch({ to, what }) {
      if (to !== 'webhooks' || (what !== 'send' && what !== 'settle')) return undefined;
      steps += 1;
      return steps === crashAt ? 'kill' : undefined;
    },
  });
  await using _ = harness;
  const idempotency = { key: 'one', bodyHash: 'same' };
  const requested = await retryAfterCrash(harness, () => harness.request({ client: 'ada', idempotency }));
  assert.ok(requested.ok);
  const { callbackId } = requested.callback;
  await harness.clock.advance(3_000);
  await retryAfterCrash(harness, () => harness.prove(callbackId));
  await harness.until(async () => {
    await restartIfDead(harness);
    return receiver.told(callbackId).includes('failed');
  });
  await harness.clock.advance(minute);
  await restartIfDead(harness);
  await harness.clock.advance(minute);
  const told = receiver.received.map(({ id, payload }) => [id, payload.data.status] as const);
  // A crash after the answer makes one event arrive twice, under the same id.
  assert.deepEqual([...new Map(told).values()], missedCall);
  assert.ok(told.length <= missedCall.length + 1);
  assert.deepEqual(harness.rows("select state from webhook_deliveries where state <> 'delivered'"), []);
  return steps;
}

test('a crash at any step between commit and answer loses no event and no order', async () => {
  const whole = await tell(0);
  assert.equal(whole, 4 * missedCall.length);
  for (let crashAt = 1; crashAt <= whole; crashAt += 1)
    await tell(crashAt).catch((cause: unknown) => {
      throw new Error(`after a crash at step ${crashAt} of ${whole}`, { cause });
    });
});
