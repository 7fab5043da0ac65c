import assert from 'node:assert/strict';
import { it } from 'node:test';
import { freshStore, type OpenStore, start } from './open-store.ts';
import {
  advance,
  creation,
  phone,
  refused,
  sampleAttempt,
  sampleCallback,
  saved,
  waiting,
} from './samples.ts';

export function changeRules(open: OpenStore): void {
  const stage = freshStore(open);

  it('counts versions and sets the change time, also for attempt changes', async () => {
    const { store, clock } = stage();
    const first = await saved(store, creation(waiting(1)));
    clock.at = start + 70;
    const attempt = { before: undefined, after: sampleAttempt(first) };
    const second = await saved(store, advance(first, {}, { attempt }));
    assert.deepEqual([first.version, second.version], [1, 2]);
    assert.deepEqual([first.updatedAt, second.updatedAt], [start, start + 70]);
  });

  // rule: version-check
  it('saves one of two changes on the same version, and nothing of the other', async () => {
    const { store, rows } = stage();
    const before = await saved(store, creation(sampleCallback(1)));
    const rival = (name: string) =>
      store.commit(
        advance(
          before,
          { subject: name },
          {
            attempt: { before: undefined, after: sampleAttempt(before, { token: name }) },
            arm: [{ effect: { kind: 'expire-request' }, dueAt: start }],
            audit: [{ eventType: name, eventData: {}, actor: 'system' }],
          },
        ),
      );
    const outcomes = await Promise.all(['first', 'second'].map(rival));
    assert.deepEqual(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.conflict)).sort(), [
      'ok',
      'stale',
    ]);
    assert.equal((await store.load('request-1'))?.callback.subject, 'first');
    assert.equal(await store.loadByAttemptToken('second'), undefined);
    assert.deepEqual(
      (await rows('audit_log')).map((row) => row.event_type),
      ['first'],
    );
  });

  it('creates a callback once', async () => {
    const { store } = stage();
    await saved(store, creation(sampleCallback(1)));
    assert.equal(await refused(store, creation(sampleCallback(1))), 'stale');
  });

  it('does not save facts about an unknown attempt', async () => {
    const { store } = stage();
    const callback = await saved(store, creation(waiting(1)));
    const attempt = sampleAttempt(callback);
    assert.equal(
      await refused(store, advance(callback, {}, { attempt: { before: attempt, after: attempt } })),
      'stale',
    );
  });

  it('binds a SID to one attempt only', async () => {
    const { store } = stage();
    const business = { sid: 'CA1', status: 'queued', talkSeconds: 0 } as const;
    const [one, two] = [await saved(store, creation(waiting(1))), await saved(store, creation(waiting(2)))];
    await saved(
      store,
      advance(one, {}, { attempt: { before: undefined, after: sampleAttempt(one, { business }) } }),
    );
    const second = { before: undefined, after: sampleAttempt(two, { business }) };
    assert.equal(await refused(store, advance(two, {}, { attempt: second })), 'sid-taken');
  });

  it('allows one running callback per number and site; unproven and ended do not count', async () => {
    const { store } = stage();
    const same = { visitor: { name: 'Ann', phone: phone(1), email: undefined } };
    const live = await saved(store, creation(waiting(1)));
    const second = await saved(store, creation(sampleCallback(2, same)));
    const proof = { status: 'verified', verifiedAt: start } as const;
    assert.equal(await refused(store, advance(second, proof)), 'live-request');
    assert.equal(await refused(store, creation(waiting(3, same))), 'live-request');
    await saved(store, creation(waiting(4, { ...same, siteId: 'elsewhere' })));
    await saved(store, advance(live, { status: 'cancelled', outcome: 'cancelled-by-visitor' }));
    await saved(store, advance(second, proof));
  });

  it('accepts an idempotency key once per client', async () => {
    const { store } = stage();
    const from = (client: string, idempotencyKey: string | undefined) => ({
      origin: { client, idempotencyKey, bodyHash: 'hash' },
    });
    await saved(store, creation(sampleCallback(1), from('ann', 'key')));
    assert.equal(
      await refused(store, creation(sampleCallback(2), from('ann', 'key'))),
      'idempotency-key-used',
    );
    await saved(store, creation(sampleCallback(3), from('bob', 'key')));
    await saved(store, creation(sampleCallback(4), from('ann', undefined)));
    await saved(store, creation(sampleCallback(5), from('ann', undefined)));
  });

  // rule: grouped-commits
  it('keeps the neighbours of a failing change whole', async () => {
    const { store } = stage();
    const pending = await saved(store, creation(sampleCallback(0)));
    const ended = await saved(
      store,
      advance(pending, { status: 'cancelled', outcome: 'cancelled-by-visitor' }),
    );
    const outcomes = await Promise.allSettled([
      store.commit(creation(sampleCallback(1))),
      store.commit(advance(pending, { subject: 'late' })),
      store.commit(advance(ended, { status: 'verified' })),
      store.commit(creation(sampleCallback(2))),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.ok : outcome.reason.code)),
      [true, false, 'change-refused', true],
    );
    assert.deepEqual((await store.load('request-0'))?.callback, ended);
    assert.ok(await store.load('request-1'));
    assert.ok(await store.load('request-2'));
  });

  // rule: grouped-commits
  it('shows no change before it is durable', async () => {
    const { store, rows } = stage();
    let callback = await saved(store, creation(sampleCallback(1)));
    for (let round = 0; round < 20; round += 1) {
      const commit = store.commit(advance(callback, { subject: `round ${round}` }));
      const seen = (await store.load('request-1'))?.callback.version ?? 0;
      const [row] = await rows('callbacks');
      assert.ok(Number(row?.version) >= seen);
      const committed = await commit;
      assert.ok(committed.ok);
      assert.equal((await store.load('request-1'))?.callback.version, committed.callback.version);
      callback = committed.callback;
    }
  });

  it('announces each durable commit, and whether it armed an effect', async () => {
    const { store } = stage();
    const reads: Promise<unknown>[] = [];
    const stop = store.onCommit((touched) => {
      const read = store.load(touched.callbackId);
      reads.push(read.then((record) => ({ ...touched, version: record?.callback.version })));
    });
    // A listener of a remote database can read a later commit, so each read ends before the next commit.
    const read = () => Promise.all(reads);
    const arm = [{ effect: { kind: 'place-call' } as const, dueAt: start + 1 }];
    const first = await saved(store, creation(waiting(1), { arm }));
    await read();
    const second = await saved(store, advance(first));
    await read();
    await refused(store, advance(first));
    await saved(store, advance(second, {}, { freedLine: 'any-line' }));
    stop();
    await saved(store, creation(waiting(2)));
    await store.check();
    assert.deepEqual(await read(), [
      { callbackId: 'request-1', armed: true, version: 1 },
      { callbackId: 'request-1', armed: false, version: 2 },
      { callbackId: 'request-1', armed: true, version: 3 },
    ]);
  });

  it('announces no armed effect when a line was freed and no callback waits', async () => {
    const { store } = stage();
    const heard: boolean[] = [];
    store.onCommit(({ armed }) => heard.push(armed));
    await saved(store, creation(sampleCallback(1), { freedLine: 'any-line' }));
    assert.deepEqual(heard, [false]);
  });
}
