import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Effect } from '../../../backend/domain/effect.ts';
import { freshStore, type OpenStore, start } from './open-store.ts';
import { advance, creation, refused, sampleAttempt, sampleCallback, saved, waiting } from './samples.ts';

const placeCall: Effect = { kind: 'place-call' };
const check: Effect = { kind: 'check-attempt', attempt: 1 };
const kinds = ['place-call', 'check-attempt'] as const;

export function storedTimeRules(open: OpenStore): void {
  const stage = freshStore(open);

  for (const jump of [900_123, -900_123]) {
    it(`moves due times, leases and the times of what is open by ${jump} ms`, async () => {
      const { store } = stage();
      const arm = [{ effect: placeCall, dueAt: start }];
      await saved(store, creation(waiting(1), { arm }));
      const claim = { kinds, owner: 'a', leaseMs: 1_000, limit: 9 };
      const [claimed] = await store.claim({ ...claim, at: start });
      assert.ok(claimed);
      const called = await saved(store, creation(waiting(2)));
      const after = sampleAttempt(called, { initiatedAt: start + 1, legDeadAt: undefined });
      await saved(
        store,
        advance(called, { status: 'calling', attempts: 1 }, { attempt: { before: undefined, after } }),
      );
      await saved(store, creation(sampleCallback(3)));

      await store.moveTimes(jump, start + jump);

      assert.equal(await store.nextDue(kinds), start + 1_000 + jump, 'the lease');
      await store.reschedule(claimed, start + 5_000);
      assert.equal(await store.nextDue(kinds), start + 5_000, 'the claim is still the latest');
      assert.equal((await store.load('request-1'))?.callback.verifiedAt, start + 1 + jump);
      const { attempt } = (await store.load('request-2')) ?? {};
      assert.deepEqual(
        [attempt?.intendedAt, attempt?.initiatedAt, attempt?.legDeadAt],
        [start + jump, start + 1 + jump, undefined],
      );
      assert.equal((await store.load('request-3'))?.callback.code.sentAt, start + jump);
    });
  }

  it('keeps the times of what has ended', async () => {
    const { store } = stage();
    const ended = await saved(store, creation(waiting(1, { status: 'completed', endedAt: start + 9 })));
    const after = sampleAttempt(ended, { outcome: 'talked', closedAt: start + 9, legDeadAt: start + 8 });
    await saved(store, advance(ended, { attempts: 1 }, { attempt: { before: undefined, after } }));
    const before = await store.load('request-1');
    await store.moveTimes(900_000, start + 900_000);
    assert.deepEqual(await store.load('request-1'), before);
  });

  it('makes a commit stale that was decided on the former times', async () => {
    const { store } = stage();
    const callback = await saved(store, creation(waiting(1)));
    await store.moveTimes(900_000, start + 900_000);
    assert.equal(await refused(store, advance(callback)), 'stale');
  });

  it('makes the check of an open call due, and no other check', async () => {
    const { store } = stage();
    for (const [n, sid] of [
      [1, 'CA1'],
      [2, undefined],
    ] as const) {
      const callback = await saved(store, creation(waiting(n)));
      const business = { sid, status: sid === undefined ? 'unseen' : 'ringing', talkSeconds: 0 } as const;
      const attempt = { before: undefined, after: sampleAttempt(callback, { business }) };
      const arm = [{ effect: check, dueAt: start + 60_000 }];
      await saved(store, advance(callback, { status: 'calling', attempts: 1 }, { attempt, arm }));
    }
    await store.moveTimes(900_000, start + 900_000);
    const claim = { kinds, owner: 'a', leaseMs: 1_000, limit: 9 };
    const due = await store.claim({ ...claim, at: start + 900_000 });
    assert.deepEqual(
      due.map(({ callbackId }) => callbackId),
      ['request-1'],
    );
  });

  it('returns when the latest change was made', async () => {
    const { store, clock } = stage();
    assert.equal(await store.latestChangeAt(), undefined);
    const audit = [{ eventType: 'tested', eventData: {}, actor: 'system' }];
    const callback = await saved(store, creation(sampleCallback(1), { audit }));
    assert.equal(await store.latestChangeAt(), start);
    clock.at = start - 60_000;
    await saved(store, advance(callback, {}, { audit }));
    assert.equal(await store.latestChangeAt(), start - 60_000);
  });
}
