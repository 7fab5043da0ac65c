import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Effect, EffectKind } from '../../../backend/domain/effect.ts';
import type { ClaimedEffect } from '../../../backend/ports/store/effect-queue.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { freshStore, type OpenStore, start } from './open-store.ts';
import { advance, creation, refused, sampleCallback, saved, waiting } from './samples.ts';

const expire = { kind: 'expire-request' } as const;
const all: EffectKind[] = ['expire-request', 'place-call', 'send-code', 'end-call', 'last-resort'];
const lease = 1_000;

type Asked = Partial<Parameters<Store['claim']>[0]>;

function claim(store: Store, asked: Asked = {}): Promise<ClaimedEffect[]> {
  return store.claim({ kinds: all, owner: 'a', at: start, leaseMs: lease, limit: 100, ...asked });
}

async function claimOne(store: Store, asked: Asked = {}): Promise<ClaimedEffect> {
  const [claimed] = await claim(store, { ...asked, limit: 1 });
  assert.ok(claimed, 'nothing could be claimed');
  return claimed;
}

export function effectRules(open: OpenStore): void {
  const stage = freshStore(open);

  async function armed(n: number, ...arm: { effect: Effect; dueAt: number }[]) {
    return saved(stage().store, creation(sampleCallback(n), { arm }));
  }

  it('returns an effect as it was armed', async () => {
    const { store } = stage();
    const effects: Effect[] = [
      { kind: 'send-code', sendNumber: 2 },
      { kind: 'end-call', attempt: 1, sid: undefined },
      { kind: 'end-call', attempt: 1, sid: 'CA1' },
    ];
    await armed(1, ...effects.map((effect, n) => ({ effect, dueAt: start - 10 + n })));
    const claimed = await claim(store);
    assert.deepEqual(
      claimed.map(({ effect }) => effect),
      effects,
    );
    const [first] = claimed;
    assert.deepEqual(
      { callbackId: first?.callbackId, tries: first?.tries, dueAt: first?.dueAt },
      { callbackId: 'request-1', tries: 1, dueAt: start - 10 },
    );
    assert.equal(new Set(claimed.map(({ id }) => id)).size, 3);
  });

  it('claims due effects: earliest first, then longest waiting, up to the limit', async () => {
    const { store } = stage();
    for (const n of [3, 2, 4]) {
      const waiter = waiting(n, { verifiedAt: start - n });
      await saved(store, creation(waiter, { arm: [{ effect: expire, dueAt: start }] }));
    }
    await armed(1, { effect: expire, dueAt: start - 5 });
    await armed(5, { effect: expire, dueAt: start + 1 });
    const first = await claim(store, { limit: 3 });
    const rest = await claim(store);
    assert.deepEqual(
      first.map(({ callbackId }) => callbackId),
      ['request-1', 'request-4', 'request-3'],
    );
    assert.deepEqual(
      rest.map(({ callbackId }) => callbackId),
      ['request-2'],
    );
  });

  it('gives an effect to one of many owners', async () => {
    const { store } = stage();
    await Promise.all(Array.from({ length: 20 }, (_, n) => armed(n, { effect: expire, dueAt: start })));
    const shares = await Promise.all(
      Array.from({ length: 10 }, (_, n) => claim(store, { owner: `owner-${n}`, limit: 7 })),
    );
    const ids = shares.flat().map(({ id }) => id);
    assert.equal(ids.length, 20);
    assert.equal(new Set(ids).size, 20);
  });

  it('hands an effect over after its lease; the former owner cannot change it', async () => {
    const { store } = stage();
    const callback = await armed(1, { effect: expire, dueAt: start });
    const old = await claimOne(store, { owner: 'a' });
    assert.deepEqual(await claim(store, { owner: 'b', at: start + lease - 1 }), []);
    const taken = await claimOne(store, { owner: 'b', at: start + lease });
    assert.ok(taken.fence > old.fence);
    assert.deepEqual([old.tries, taken.tries], [1, 2]);
    await store.acknowledge(old);
    await store.reschedule(old, start);
    assert.equal(await refused(store, advance(callback, {}, { claimed: old })), 'effect-lost');
    assert.equal(await store.nextDue(all), start + 2 * lease);
    await saved(store, advance(callback, {}, { claimed: taken }));
    assert.equal(await store.nextDue(all), undefined);
  });

  it('moves the due time of an effect that is armed again and ends its claim', async () => {
    const { store } = stage();
    const callback = await armed(1, { effect: expire, dueAt: start });
    const held = await claimOne(store);
    const after = await saved(
      store,
      advance(callback, {}, { arm: [{ effect: expire, dueAt: start + 500 }] }),
    );
    await store.acknowledge(held);
    assert.equal(await refused(store, advance(after, {}, { claimed: held })), 'effect-lost');
    const again = await claim(store, { at: start + 500 });
    assert.deepEqual(
      again.map(({ dueAt, tries }) => [dueAt, tries]),
      [[start + 500, 1]],
    );
  });

  it('acknowledges an effect and arms the same one in one change', async () => {
    const { store } = stage();
    const callback = await armed(1, { effect: expire, dueAt: start });
    const held = await claimOne(store);
    const arm = [{ effect: expire, dueAt: start + 500 }];
    await saved(store, advance(callback, {}, { claimed: held, disarm: [expire], arm }));
    assert.equal(await store.nextDue(all), start + 500);
    const next = await claimOne(store, { at: start + 500 });
    await store.acknowledge(held);
    await store.reschedule(held, start);
    assert.equal(await store.nextDue(all), start + 500 + lease, 'only the later claim counts');
    await store.acknowledge(next);
    assert.equal(await store.nextDue(all), undefined);
  });

  it('keeps an effect when its change was refused', async () => {
    const { store } = stage();
    const callback = await armed(1, { effect: expire, dueAt: start });
    const held = await claimOne(store);
    await saved(store, advance(callback));
    assert.equal(await refused(store, advance(callback, {}, { claimed: held })), 'stale');
    assert.equal((await claimOne(store, { at: start + lease })).id, held.id);
  });

  it('removes disarmed effects, claimed or not, and nothing else', async () => {
    const { store } = stage();
    const callback = await armed(
      1,
      { effect: expire, dueAt: start },
      { effect: { kind: 'last-resort' }, dueAt: start + 9 },
    );
    await armed(2, { effect: expire, dueAt: start + 7 });
    const held = await claimOne(store);
    assert.equal(held.callbackId, 'request-1');
    const after = await saved(store, advance(callback, {}, { disarm: [expire, { kind: 'place-call' }] }));
    assert.equal(await refused(store, advance(after, {}, { claimed: held })), 'effect-lost');
    const left = await claim(store, { at: start + 9 });
    assert.deepEqual(
      left.map(({ callbackId, effect }) => [callbackId, effect.kind]),
      [
        ['request-2', 'expire-request'],
        ['request-1', 'last-resort'],
      ],
    );
  });

  it('a retry sets a new due time and ends the claim', async () => {
    const { store } = stage();
    await armed(1, { effect: expire, dueAt: start });
    const held = await claimOne(store);
    await store.reschedule(held, start + 300);
    await store.acknowledge(held);
    assert.equal(await store.nextDue(all), start + 300);
    assert.deepEqual(await claim(store, { at: start + 299 }), []);
    assert.equal((await claimOne(store, { at: start + 300 })).tries, 2);
  });

  it('resets the tries of an effect that was returned untried', async () => {
    const { store } = stage();
    await armed(1, { effect: expire, dueAt: start });
    await store.reschedule(await claimOne(store), start, 0);
    assert.equal((await claimOne(store)).tries, 1);
  });

  it('returns when the next effect is due or its lease ends', async () => {
    const { store } = stage();
    assert.equal(await store.nextDue(all), undefined);
    await armed(1, { effect: expire, dueAt: start });
    await armed(2, { effect: { kind: 'last-resort' }, dueAt: start + 5_000 });
    assert.equal(await store.nextDue(all), start);
    await claimOne(store);
    assert.equal(await store.nextDue(all), start + lease);
    assert.equal(await store.nextDue(['last-resort']), start + 5_000);
    assert.equal(await store.nextDue([]), undefined);
  });
}
