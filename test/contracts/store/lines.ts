import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Attempt } from '../../../backend/domain/attempt/state.ts';
import type { Callback } from '../../../backend/domain/callback/state.ts';
import type { Change, Guard } from '../../../backend/ports/store/change.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { freshStore, type OpenStore, start } from './open-store.ts';
import { advance, creation, line, refused, sampleAttempt, saved, waiting } from './samples.ts';

const placeCall = { kind: 'place-call' } as const;

/** Commits the intent to call, as placing a call does. */
function claim(callback: Callback, lines: number, own: Partial<Attempt> = {}): Change {
  const guards: Guard[] = [{ kind: 'line-free', line, lines }];
  const after = sampleAttempt(callback, own);
  return advance(
    callback,
    { status: 'calling', attempts: 1 },
    { attempt: { before: undefined, after }, guards },
  );
}

/** Saves new facts about the current attempt. */
async function learn(store: Store, callbackId: string, own: Partial<Attempt>, rest: Partial<Change> = {}) {
  const record = await store.load(callbackId);
  assert.ok(record?.attempt);
  const attempt = { before: record.attempt, after: { ...record.attempt, ...own } };
  return saved(store, { ...advance(record.callback), attempt, ...rest });
}

function claimCall(store: Store) {
  return store.claim({ kinds: ['place-call'], owner: 'a', at: start, leaseMs: 1_000, limit: 1 });
}

function ringing(sid: string) {
  return { business: { sid, status: 'ringing', talkSeconds: 0 } } as const;
}

export function lineRules(open: OpenStore): void {
  const stage = freshStore(open);

  async function queueUp(count: number): Promise<Callback[]> {
    const { store } = stage();
    return Promise.all(Array.from({ length: count }, (_, n) => saved(store, creation(waiting(n)))));
  }

  it('gives three lines to fifty rivals in order, although none has a SID', async () => {
    const { store } = stage();
    const rivals = await queueUp(50);
    const winners: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const outcomes = await Promise.all(rivals.map((rival) => store.commit(claim(rival, 3))));
      const won = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.callback.callbackId] : []));
      winners.push(...won);
      const conflicts = new Set(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.conflict])));
      assert.ok([...conflicts].every((conflict) => conflict === 'line-busy' || conflict === 'stale'));
    }
    assert.deepEqual(winners, ['request-0', 'request-1', 'request-2']);
  });

  it('tells a claimant that another has claimed the callback already', async () => {
    const { store } = stage();
    const [callback] = await queueUp(1);
    assert.ok(callback);
    const outcomes = await Promise.all([1, 2].map(() => store.commit(claim(callback, 1))));
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.conflict)),
      ['ok', 'stale'],
    );
  });

  it('lets no callback overtake a longer waiting one', async () => {
    const { store } = stage();
    const [first, second] = await queueUp(2);
    assert.ok(first && second);
    assert.equal(await refused(store, claim(second, 9)), 'line-busy');
    await saved(store, claim(first, 9));
    await learn(store, first.callbackId, ringing('CA1'));
    await saved(store, claim(second, 9));
  });

  it('ignores waiting callbacks of another site, but counts its call on the number', async () => {
    const { store } = stage();
    const elsewhere = await saved(store, creation(waiting(1, { siteId: 'elsewhere' })));
    const own = await saved(store, creation(waiting(2)));
    await saved(store, claim(own, 1));
    assert.equal(await refused(store, claim(elsewhere, 1)), 'line-busy');
  });

  for (const [what, own] of [
    ['its leg is dead', { legDeadAt: start }],
    ['it is closed', { outcome: 'unknown-result', closedAt: start }],
  ] as const) {
    it(`holds a line until ${what}`, async () => {
      const { store } = stage();
      const [first, second] = await queueUp(2);
      assert.ok(first && second);
      await saved(store, claim(first, 1));
      await learn(store, first.callbackId, ringing('CA1'));
      assert.equal(await refused(store, claim(second, 1)), 'line-busy');
      await learn(store, first.callbackId, own);
      await saved(store, claim(second, 1));
    });
  }

  it('does not make an attempt with a renewed intent wait', async () => {
    const { store } = stage();
    const own = await saved(store, creation(waiting(5)));
    await saved(store, claim(own, 1));
    await saved(store, creation(waiting(1)));
    const guards: Guard[] = [{ kind: 'line-free', line, lines: 1 }];
    await learn(store, own.callbackId, { intents: 2 }, { guards });
  });

  it('wakes only the longest waiting callback when a line is freed', async () => {
    const { store, clock } = stage();
    const [first] = await queueUp(3);
    assert.ok(first);
    for (const n of [0, 1, 2]) {
      const callback = (await store.load(`request-${n}`))?.callback;
      assert.ok(callback);
      await saved(store, advance(callback, {}, { arm: [{ effect: placeCall, dueAt: start + 60_000 }] }));
    }
    const next = (await store.load('request-0'))?.callback;
    assert.ok(next);
    clock.at = start + 500;
    await saved(store, advance(next, { status: 'cancelled' }, { disarm: [placeCall], freedLine: line }));
    const claimed = await store.claim({
      kinds: ['place-call'],
      owner: 'a',
      at: clock.at,
      leaseMs: 1_000,
      limit: 9,
    });
    assert.deepEqual(
      claimed.map(({ callbackId, dueAt }) => [callbackId, dueAt]),
      [['request-1', start + 500]],
    );
  });

  it('does not delay a callback that was woken while it was claimed', async () => {
    const { store } = stage();
    const arm = [{ effect: placeCall, dueAt: start }];
    const waiter = await saved(store, creation(waiting(1), { arm }));
    const [held] = await claimCall(store);
    assert.ok(held);
    await saved(store, advance(waiter, {}, { freedLine: line }));
    assert.deepEqual(await claimCall(store), [], 'it is still held');
    await store.reschedule(held, start + 60_000);
    const [again] = await claimCall(store);
    assert.equal(again?.callbackId, 'request-1');
    await store.reschedule(again, start + 60_000);
    assert.equal(await store.nextDue(['place-call']), start + 60_000, 'one freed line wakes once');
  });

  it('delays a callback that was woken, tried, and found the line taken', async () => {
    const { store } = stage();
    const arm = [{ effect: placeCall, dueAt: start + 60_000 }];
    const waiter = await saved(store, creation(waiting(1), { arm }));
    await saved(store, advance(waiter, {}, { freedLine: line }));
    const [woken] = await claimCall(store);
    assert.ok(woken);
    await store.reschedule(woken, start + 15_000);
    assert.equal(await store.nextDue(['place-call']), start + 15_000);
  });

  it('returns how many wait longer, and how long recent conversations lasted', async () => {
    const { store } = stage();
    const [, , third] = await queueUp(3);
    assert.ok(third);
    assert.deepEqual(await store.queuePosition(third, line), { ahead: 2, meanHoldMs: undefined });
    await talk(store, 10, { intendedAt: start, legDeadAt: start + 30_000, closedAt: start + 31_000 });
    await talk(store, 11, { intendedAt: start, legDeadAt: undefined, closedAt: start + 90_000 });
    assert.deepEqual(await store.queuePosition(third, line), { ahead: 2, meanHoldMs: 60_000 });
    assert.deepEqual(await store.queuePosition(third, 'another line'), { ahead: 2, meanHoldMs: undefined });
  });
}

async function talk(store: Store, n: number, own: Partial<Attempt>): Promise<void> {
  const callback = await saved(store, creation(waiting(n, { status: 'completed', outcome: 'talked' })));
  const after = sampleAttempt(callback, { outcome: 'talked', ...own });
  await saved(store, advance(callback, { attempts: 1 }, { attempt: { before: undefined, after } }));
}
