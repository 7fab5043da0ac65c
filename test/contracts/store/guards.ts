import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Guard } from '../../../backend/ports/store/change.ts';
import { freshStore, type OpenStore, start } from './open-store.ts';
import { advance, creation, phone, refused, sampleCallback, saved } from './samples.ts';

export function guardRules(open: OpenStore): void {
  const stage = freshStore(open);
  const from = (client: string) => ({ client, idempotencyKey: undefined, bodyHash: undefined });

  it('of a hundred concurrent requests accepts exactly the client’s limit', async () => {
    const { store } = stage();
    const guards: Guard[] = [{ kind: 'client-below', client: 'ann', since: start, max: 5 }];
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        store.commit(creation(sampleCallback(n), { origin: from('ann'), guards })),
      ),
    );
    assert.equal(outcomes.filter(({ ok }) => ok).length, 5);
    assert.ok(outcomes.every((outcome) => outcome.ok || outcome.conflict === 'client-limit'));
    assert.equal((await store.createdBy('ann', start)).length, 5);
  });

  it('counts a client’s own requests since a time, inclusive', async () => {
    const { store } = stage();
    await saved(store, creation(sampleCallback(1, { createdAt: start - 1 }), { origin: from('ann') }));
    await saved(store, creation(sampleCallback(2, { createdAt: start }), { origin: from('ann') }));
    await saved(store, creation(sampleCallback(3), { origin: from('bob') }));
    const guard = (since: number, max: number): Guard => ({
      kind: 'client-below',
      client: 'ann',
      since,
      max,
    });
    const next = (...guards: Guard[]) => creation(sampleCallback(4), { origin: from('ann'), guards });
    assert.equal(await refused(store, next(guard(start, 1))), 'client-limit');
    assert.equal(await refused(store, next(guard(start, 2), guard(start - 1, 2))), 'client-limit');
    await saved(store, next(guard(start, 2), guard(start - 1, 3)));
    assert.deepEqual(await store.createdBy('ann', start - 1), [start, start, start - 1]);
  });

  it('of a hundred concurrent codes sends exactly the number’s limit', async () => {
    const { store } = stage();
    const visitor = { name: 'Ann', phone: phone(1), email: undefined };
    const guards: Guard[] = [
      { kind: 'codes-below', phone: phone(1), counted: { kind: 'sent' }, since: start, max: 3 },
    ];
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        store.commit(creation(sampleCallback(n, { visitor }), { guards })),
      ),
    );
    assert.equal(outcomes.filter(({ ok }) => ok).length, 3);
    assert.ok(outcomes.every((outcome) => outcome.ok || outcome.conflict === 'code-limit'));
  });

  it('counts no sending that was blocked, for its number or its block', async () => {
    const { store } = stage();
    const callback = await saved(store, creation(sampleCallback(1)));
    const sending = (sentAt: number, sendNumber: number) =>
      advance(
        callback,
        { code: { sendNumber, sentAt, guesses: 0, delivery: 'sending', withheld: false } },
        {
          guards: [{ kind: 'codes-below', phone: phone(1), counted: { kind: 'sent' }, since: start, max: 1 }],
        },
      );
    assert.equal((await store.commit(sending(start + 60, 2))).ok, false);
    const blocked = await saved(
      store,
      advance(callback, { code: { ...callback.code, delivery: 'blocked' } }),
    );
    assert.deepEqual(await store.codesTo(phone(1), { kind: 'sent' }, start), []);
    assert.deepEqual(await store.codesSentToBlock(phone(1).slice(0, -2), start), []);
    const again = sending(start + 60, 2);
    const outcome = await store.commit({ ...again, callback: { ...again.callback, before: blocked } });
    assert.equal(outcome.ok, true);
  });

  it('counts each sending to a number, newest first, but no guess or report', async () => {
    const { store } = stage();
    const code = (sendNumber: number, sentAt: number) =>
      ({ sendNumber, sentAt, guesses: 0, delivery: 'sending', withheld: false }) as const;
    let callback = await saved(store, creation(sampleCallback(1)));
    callback = await saved(store, advance(callback, { code: { ...callback.code, guesses: 4 } }));
    assert.equal((await store.load('request-1'))?.callback.code.guesses, 4);
    callback = await saved(store, advance(callback, { code: { ...callback.code, delivery: 'sent' } }));
    assert.equal((await store.load('request-1'))?.callback.code.delivery, 'sent');
    callback = await saved(store, advance(callback, { code: code(2, start + 60) }));
    assert.deepEqual(await store.codesTo(phone(1), { kind: 'sent' }, start), [start + 60, start]);
    assert.deepEqual(await store.codesTo(phone(1), { kind: 'sent' }, start + 1), [start + 60]);
    assert.deepEqual((await store.load('request-1'))?.callback.code, code(2, start + 60));
    const again = (since: number, max: number) =>
      advance(
        callback,
        { code: code(3, start + 90) },
        {
          guards: [{ kind: 'codes-below', phone: phone(1), counted: { kind: 'sent' }, since, max }],
        },
      );
    assert.equal(await refused(store, again(start, 2)), 'code-limit');
    await saved(store, again(start + 1, 2));
  });

  it('refuses an opted-out number until it opts in again', async () => {
    const { store } = stage();
    const guards: Guard[] = [{ kind: 'not-opted-out', fingerprints: [phone(1)] }];
    await store.setOptOut([phone(1)], true, start);
    assert.equal(await store.isOptedOut([phone(1)]), true);
    assert.equal(await store.isOptedOut([phone(2)]), false);
    assert.equal(await refused(store, creation(sampleCallback(1), { guards })), 'opted-out');
    await store.setOptOut([phone(1)], false, start + 1);
    assert.equal(await store.isOptedOut([phone(1)]), false);
    await saved(store, creation(sampleCallback(1), { guards }));
  });

  it('knows an opt-out by each fingerprint of a number, until START removes them all', async () => {
    const { store } = stage();
    const [now, former] = [phone(1), phone(2)];
    const guards: Guard[] = [{ kind: 'not-opted-out', fingerprints: [now, former] }];
    await store.setOptOut([former], true, start);
    assert.equal(await store.isOptedOut([now, former]), true);
    assert.equal(await refused(store, creation(sampleCallback(1), { guards })), 'opted-out');
    await store.setOptOut([now, former], false, start + 1);
    assert.equal(await store.isOptedOut([now, former]), false);
    assert.equal(await store.isOptedOut([former]), false);
    await saved(store, creation(sampleCallback(1), { guards }));
  });

  it('saves nothing of a change that a guard refused', async () => {
    const { store } = stage();
    const guards: Guard[] = [{ kind: 'client-below', client: 'ann', since: start, max: 0 }];
    await refused(store, creation(sampleCallback(1), { origin: from('ann'), guards }));
    assert.equal(await store.load('request-1'), undefined);
    assert.deepEqual(await store.codesTo(phone(1), { kind: 'sent' }, start), []);
  });
}
