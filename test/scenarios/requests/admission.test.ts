import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Crossing } from '../../support/engine/crashing-port.ts';
import { openHarness } from '../../support/engine/engine-harness.ts';

const phone = '+12015550150';

// rule: one-callback-per-phone
test('a second browser that proves the same phone follows the running callback', async () => {
  await using harness = await openHarness();
  const first = await harness.proven({ phone });
  const second = await harness.proven({ phone });
  assert.equal(second.callbackId, first.callbackId);
  await harness.settled(first.callbackId);
  await harness.clock.advance(600_000);
  assert.equal(harness.carrier.posts.length, 1);
});

// rule: one-callback-per-phone
test('a second browser’s callback is saved as ended, and its code leads to the first', async () => {
  await using harness = await openHarness();
  const first = await harness.proven({ phone });
  const second = await harness.request({ phone });
  assert.ok(second.ok);
  const { callbackId } = second.callback;
  for (const proof of ['first', 'repeated']) {
    const proven = await harness.prove(callbackId);
    assert.equal(proven.ok && proven.callback.callbackId, first.callbackId, proof);
    await harness.kill();
    await harness.reopen();
    const { status, outcome } = (await harness.record(callbackId)).callback;
    assert.deepEqual([status, outcome], ['cancelled', 'joined-live-request'], proof);
  }
  const left = harness.rows('select kind from effects where request_id = ?', callbackId);
  assert.deepEqual(left, [], 'no timer is left to end it');
});

// rule: one-callback-per-phone
test('two browsers that prove the same phone concurrently get one call', async () => {
  await using harness = await openHarness();
  const requested = await Promise.all([harness.request({ phone }), harness.request({ phone })]);
  await harness.clock.advance(3_000);
  const ids = requested.map((answer) => (answer.ok ? answer.callback.callbackId : ''));
  const verified = await Promise.all(ids.map((id) => harness.prove(id)));
  const followed = new Set(verified.map((answer) => (answer.ok ? answer.callback.callbackId : 'refused')));
  assert.equal(followed.size, 1);
  const [live] = followed;
  assert.equal((await harness.settled(live ?? '')).outcome, 'talked');
  assert.equal(harness.carrier.posts.length, 1);
});

// rule: one-callback-per-phone
test('an unproven callback does not block its number', async () => {
  await using harness = await openHarness();
  await harness.request({ phone });
  const { callbackId } = await harness.proven({ phone });
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: one-callback-per-phone
test('after the running callback has ended, the right code starts its own callback', async () => {
  let steal: (() => Promise<unknown>) | undefined;
  await using harness = await openHarness({
    wrapStore: (store) => ({
      ...store,
      async findLive(siteId, phone) {
        await steal?.();
        steal = undefined;
        return store.findLive(siteId, phone);
      },
    }),
  });
  const first = await harness.proven({ phone });
  const second = await harness.request({ phone });
  assert.ok(second.ok);
  steal = () => harness.cancel(first.callbackId);
  const verified = await harness.prove(second.callback.callbackId);
  assert.ok(verified.ok);
  assert.equal(verified.callback.callbackId, second.callback.callbackId);
});

// rule: one-callback-per-phone
test('a repeated right code gets the current state', async () => {
  await using harness = await openHarness();
  const { callbackId } = await harness.proven();
  await harness.until(async () => (await harness.record(callbackId)).callback.status === 'connected');
  const again = await harness.prove(callbackId);
  assert.equal(again.ok && again.callback.status, 'connected');
  await harness.settled(callbackId);
  assert.equal(harness.carrier.posts.length, 1);
});

for (const own of ['+12015550123', '+12015550100', '+12015550124']) {
  // rule: rejected-request-writes-nothing
  test(`${own}, a number of the platform or the business, is refused`, async () => {
    await using harness = await openHarness();
    assert.deepEqual(await harness.request({ phone: own }), {
      ok: false,
      reason: 'phone-refused',
      problem: 'our-own-number',
    });
  });
}

// rule: rejected-request-writes-nothing
test('the same key and body return the same callback, another body is refused', async () => {
  await using harness = await openHarness();
  const asked = { client: 'a', phone, idempotency: { key: 'k', bodyHash: 'h' } };
  const answers = await Promise.all([harness.request(asked), harness.request(asked), harness.request(asked)]);
  const ids = new Set(answers.map((answer) => (answer.ok ? answer.callback.callbackId : 'refused')));
  assert.equal(ids.size, 1);
  const other = await harness.request({ ...asked, idempotency: { key: 'k', bodyHash: 'other' } });
  assert.deepEqual(other, { ok: false, reason: 'idempotency-key-reused' });
  await harness.clock.advance(3_000);
  assert.equal(harness.carrier.texts.length, 1);
});

// rule: rejected-request-writes-nothing
test('a rejected request writes nothing', async () => {
  const writes: string[] = [];
  await using harness = await openHarness({
    watch({ to, what, when }: Crossing) {
      if (to === 'store' && when === 'before' && what === 'commit') writes.push(what);
      return undefined;
    },
  });
  for (let count = 0; count < 5; count += 1) await harness.request({ client: 'busy' });
  await harness.clock.advance(3_000);
  writes.length = 0;
  const refusals = [
    await harness.request({ client: 'busy' }),
    await harness.request({ phone: 'nonsense' }),
  ].map((answer) => (answer.ok ? 'let in' : answer.reason));
  assert.deepEqual(refusals, ['too-many-requests', 'phone-refused']);
  assert.deepEqual(writes, []);
});

// rule: rejected-request-writes-nothing
test('of fifty concurrent requests of one client five are accepted', async () => {
  await using harness = await openHarness();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      harness.request({ client: 'one', phone: `+120155501${index + 40}` }),
    ),
  );
  assert.equal(answers.filter(({ ok }) => ok).length, 5);
});

// rule: rejected-request-writes-nothing
test('a network gets three codes an hour for one number, from all its clients', async () => {
  await using harness = await openHarness();
  const networks = { near: 'an office', wide: undefined };
  const answers = [];
  for (let count = 0; count < 4; count += 1) answers.push(await harness.request({ phone, networks }));
  assert.deepEqual(
    answers.map((answer) => (answer.ok ? 'sent' : answer.reason)),
    ['sent', 'sent', 'sent', 'too-many-codes'],
  );
});
