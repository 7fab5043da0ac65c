import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Attempt } from '../../../backend/domain/attempt/state.ts';
import { freshStore, type OpenStore, start } from './open-store.ts';
import {
  advance,
  creation,
  phone,
  sampleAttempt,
  sampleCallback,
  sampleMessage,
  saved,
  waiting,
} from './samples.ts';

export function recordRules(open: OpenStore): void {
  const stage = freshStore(open);

  it('returns a callback as committed, with all fields set', async () => {
    const { store } = stage();
    const full = sampleCallback(1, {
      visitor: { name: 'Zoë "Z" O\'Hara; --', phone: phone(1), email: 'zoe@example.org' },
      subject: 'A new roof?',
      page: 'https://example.org/roofs',
      language: 'pt-BR',
      status: 'failed',
      outcome: 'business-busy',
      notice: 'sent',
      code: { sendNumber: 3, sentAt: start - 5, guesses: 2, delivery: 'failed', withheld: true },
      attempts: 0,
      verifiedAt: start + 1,
      endedAt: start + 2,
    });
    const committed = await saved(store, creation(full));
    assert.deepEqual(committed, { ...full, version: 1 });
    assert.deepEqual(await store.load('request-1'), { callback: committed, attempt: undefined });
  });

  it('returns a callback as committed, with all optional fields absent', async () => {
    const { store } = stage();
    const committed = await saved(store, creation(sampleCallback(1)));
    assert.deepEqual((await store.load('request-1'))?.callback, committed);
  });

  it('returns an attempt with all its facts: as the latest, by token and by number', async () => {
    const { store } = stage();
    const callback = await saved(store, creation(waiting(1)));
    const attempt = sampleAttempt(callback, { ...everyFact });
    const calling = await saved(
      store,
      advance(callback, { attempts: 1 }, { attempt: { before: undefined, after: attempt } }),
    );
    const record = { callback: calling, attempt };
    assert.deepEqual(await store.load('request-1'), record);
    assert.deepEqual(await store.loadByAttemptToken(attempt.token), record);
    assert.deepEqual(await store.loadAttempt('request-1', 1), record);
  });

  it('returns the latest attempt with the callback, and an earlier one on request', async () => {
    const { store } = stage();
    let callback = await saved(store, creation(waiting(1)));
    const attempts = [1, 2].map((number) => sampleAttempt(callback, { number }));
    for (const after of attempts) {
      callback = await saved(
        store,
        advance(callback, { attempts: after.number }, { attempt: { before: undefined, after } }),
      );
    }
    assert.deepEqual((await store.load('request-1'))?.attempt, attempts[1]);
    assert.deepEqual((await store.loadAttempt('request-1', 1))?.attempt, attempts[0]);
    assert.deepEqual((await store.loadByAttemptToken(`${attempts[0]?.token}`))?.attempt, attempts[0]);
  });

  it('keeps facts about an attempt since its start', async () => {
    const { store } = stage();
    const callback = await saved(store, creation(waiting(1)));
    const before = sampleAttempt(callback);
    const calling = await saved(
      store,
      advance(callback, { attempts: 1 }, { attempt: { before: undefined, after: before } }),
    );
    const after = { ...before, ...everyFact };
    await saved(store, advance(calling, {}, { attempt: { before, after } }));
    assert.deepEqual((await store.load('request-1'))?.attempt, after);
  });

  it('keeps a listed call apart from a known one', async () => {
    const { store } = stage();
    const callback = await saved(store, creation(waiting(1)));
    const leg = { sid: 'CA1', status: 'ringing', talkSeconds: 3 } as const;
    const after = sampleAttempt(callback, { listed: { business: leg, visitor: { ...leg, sid: undefined } } });
    await saved(store, advance(callback, { attempts: 1 }, { attempt: { before: undefined, after } }));
    assert.deepEqual((await store.load('request-1'))?.attempt, after);
  });

  it('finds a message by its id, and the latest one of an effect armed twice', async () => {
    const { store } = stage();
    const callback = sampleCallback(1);
    const first = sampleMessage(callback);
    const created = await saved(
      store,
      creation(callback, { messages: [{ before: undefined, after: first }] }),
    );
    const sent = { ...first, status: 'undelivered', sid: 'SM1', errorCode: '30003' } as const;
    const second = sampleMessage(callback, { messageId: 'a-later-one' });
    await saved(
      store,
      advance(
        created,
        {},
        {
          messages: [
            { before: first, after: sent },
            { before: undefined, after: second },
          ],
        },
      ),
    );
    assert.deepEqual(await store.loadMessage(first.messageId), sent);
    assert.deepEqual(await store.loadMessageFor('request-1', 'send-code/1'), second);
  });

  it('saves a report about a message alone, in its known status only', async () => {
    const { store } = stage();
    const callback = sampleCallback(1);
    const due = sampleMessage(callback);
    const created = await saved(store, creation(callback, { messages: [{ before: undefined, after: due }] }));
    const queued = { ...due, status: 'queued', sid: 'CA1' } as const;
    await store.saveMessage(due, queued);
    await store.saveMessage(due, { ...due, status: 'failed' });
    assert.deepEqual(await store.loadMessage(due.messageId), queued);
    assert.equal((await store.load(callback.callbackId))?.callback.version, created.version);
  });

  it('keeps by which way a code was sent, and counts the calls apart', async () => {
    const { store } = stage();
    const called = sampleCallback(1);
    await saved(store, creation({ ...called, code: { ...called.code, by: 'call' } }));
    await saved(store, creation({ ...sampleCallback(2), visitor: called.visitor }));
    assert.equal((await store.load(called.callbackId))?.callback.code.by, 'call');
    assert.equal((await store.load(sampleCallback(2).callbackId))?.callback.code.by, undefined);
    const times = await Promise.all(
      (['called', 'sent'] as const).map((kind) => store.codesTo(called.visitor.phone, { kind }, 0)),
    );
    assert.deepEqual([times[0]?.length, times[1]?.length], [1, 2]);
  });

  it('finds nothing under unknown names', async () => {
    const { store } = stage();
    await saved(store, creation(sampleCallback(1)));
    assert.equal(await store.load('request-2'), undefined);
    assert.equal(await store.loadByAttemptToken('no-such-token'), undefined);
    assert.equal(await store.loadAttempt('request-1', 1), undefined);
    assert.equal(await store.loadMessage('no-such-message'), undefined);
    assert.equal(await store.loadMessageFor('request-1', 'send-code/9'), undefined);
    assert.equal(await store.findByIdempotencyKey('client', 'key'), undefined);
    assert.equal(await store.findLive('default', phone(1)), undefined);
  });

  it('finds the running callback of a number, from proof to end, at its own site', async () => {
    const { store } = stage();
    const pending = await saved(store, creation(sampleCallback(1)));
    assert.equal(await store.findLive('default', phone(1)), undefined);
    let callback = await saved(store, advance(pending, { status: 'verified', verifiedAt: start }));
    for (const status of ['calling', 'connected'] as const) {
      callback = await saved(store, advance(callback, { status }));
      assert.deepEqual(await store.findLive('default', phone(1)), callback);
    }
    assert.equal(await store.findLive('elsewhere', phone(1)), undefined);
    await saved(store, advance(callback, { status: 'completed', outcome: 'talked' }));
    assert.equal(await store.findLive('default', phone(1)), undefined);
  });

  it('finds a callback by its idempotency key and client', async () => {
    const { store } = stage();
    const origin = { client: 'ann', idempotencyKey: 'key', bodyHash: 'hash' };
    await saved(store, creation(sampleCallback(1), { origin }));
    assert.deepEqual(await store.findByIdempotencyKey('ann', 'key'), {
      callbackId: 'request-1',
      bodyHash: 'hash',
    });
    assert.equal(await store.findByIdempotencyKey('bob', 'key'), undefined);
  });

  it('keeps everything after a restart', async () => {
    const { store, reopen } = stage();
    const callback = await saved(
      store,
      creation(sampleCallback(1), { arm: [{ effect: { kind: 'expire-request' }, dueAt: start + 5 }] }),
    );
    await store.setOptOut([phone(9)], true, start);
    const again = await reopen();
    assert.deepEqual((await again.load('request-1'))?.callback, callback);
    assert.equal(await again.nextDue(['expire-request']), start + 5);
    assert.equal(await again.isOptedOut([phone(9)]), true);
  });

  it('reports whether it can write', async () => {
    await stage().store.check();
  });
}

const everyFact: Partial<Attempt> = {
  intents: 2,
  intendedAt: start + 1,
  post: 'refused',
  refusal: { code: '21211', advice: 'Check the number.' },
  business: { sid: 'CA1', status: 'completed', talkSeconds: 31 },
  visitor: {
    sid: 'CA2',
    status: 'in-progress',
    talkSeconds: 12,
    times: { rangAt: start, answeredAt: start + 1 },
  },
  initiatedAt: start + 2,
  legDeadAt: start + 3,
  screening: 'accepted',
  dialToken: 'dial',
  dialFailed: true,
  visitorScreening: 'accepted',
  visitorHungUp: true,
  callFault: 'dial-refused',
  askAgainToken: 'keys-0',
  endAsked: true,
  strays: ['CA8', 'CA9'],
  overdueSince: start + 5,
  outcome: 'talked',
  closedAt: start + 4,
};
