import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Leg } from '../../../backend/domain/attempt/leg.ts';
import { type Attempt, beginAttempt } from '../../../backend/domain/attempt/state.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { freshStore, type OpenStore, start } from './open-store.ts';
import { advance, creation, line, refused, sampleAttempt, saved, waiting } from './samples.ts';

function leg(sid: string): Leg {
  return { sid, status: 'ringing', talkSeconds: 0 };
}

function listed(sid: string): Partial<Attempt> {
  return { listed: { business: leg(sid), visitor: { sid: undefined, status: 'unseen', talkSeconds: 0 } } };
}

/** Creates a callback with one attempt. */
async function begin(store: Store, n: number, own: Partial<Attempt>, siteId = 'default'): Promise<Attempt> {
  const callback = await saved(store, creation(waiting(n, { siteId })));
  const begun = sampleAttempt(callback);
  const calling = await saved(
    store,
    advance(callback, { status: 'calling', attempts: 1 }, { attempt: { before: undefined, after: begun } }),
  );
  const after = { ...begun, ...own };
  await saved(store, advance(calling, {}, { attempt: { before: begun, after } }));
  return after;
}

export function callRules(open: OpenStore): void {
  const stage = freshStore(open);

  it('returns which SIDs belong to other attempts: known, listed and stray ones', async () => {
    const { store } = stage();
    await begin(store, 1, { business: leg('CA1'), strays: ['CA7'] });
    await begin(store, 2, { business: leg('CA2'), strays: ['CA8', 'CA9'] });
    await begin(store, 3, listed('CA3'));
    const all = ['CA1', 'CA2', 'CA3', 'CA4', 'CA8', 'CA9'];
    const found = await store.sidsBoundElsewhere(all, 'request-1', 1);
    assert.deepEqual(found.sort(), ['CA2', 'CA3', 'CA8', 'CA9']);
    assert.deepEqual(await store.sidsBoundElsewhere([], 'request-1', 1), []);
  });

  it('binds a call although another attempt only guessed it', async () => {
    const { store } = stage();
    await begin(store, 1, listed('CA1'));
    await begin(store, 2, listed('CA1'));
    const own = await begin(store, 3, { business: leg('CA1') });
    assert.deepEqual((await store.load('request-3'))?.attempt, own);
    const rival = await store.load('request-1');
    assert.ok(rival?.attempt);
    const claims = {
      before: rival.attempt,
      after: { ...rival.attempt, business: leg('CA1'), listed: undefined },
    };
    assert.equal(await refused(store, advance(rival.callback, {}, { attempt: claims })), 'sid-taken');
  });

  it('returns the sites of other attempts whose call can exist unnamed', async () => {
    const { store } = stage();
    const own = beginAttempt({ callbackId: 'request-9', number: 1, token: 'token-9', line, at: start });
    const found = async (since = start) => (await store.unconfirmedElsewhere(own, since)).sort();
    await begin(store, 1, { business: leg('CA1') });
    await begin(store, 2, { post: 'unprocessed' });
    await begin(store, 3, { line: '+12015550111' });
    await begin(store, 4, { outcome: 'talked', closedAt: start });
    assert.deepEqual(await found(), []);
    await begin(store, 5, { post: 'unanswered' }, 'five');
    await begin(store, 6, listed('CA6'), 'six');
    await begin(store, 7, { outcome: 'unknown-result', closedAt: start }, 'seven');
    assert.deepEqual(await found(), ['five', 'seven', 'six']);
    assert.deepEqual(await found(start + 1), ['five', 'six']);
    const five = await store.loadAttempt('request-5', 1);
    assert.ok(five?.attempt);
    assert.deepEqual((await store.unconfirmedElsewhere(five.attempt, start)).sort(), ['seven', 'six']);
  });

  it('returns the callbacks that wait for a call or can be in one', async () => {
    const { store } = stage();
    for (const [n, status] of (
      ['pending', 'verified', 'calling', 'connected', 'cancelled'] as const
    ).entries())
      await saved(store, creation(waiting(n, { status })));
    assert.deepEqual((await store.awaitingCall()).sort(), ['request-1', 'request-2']);
  });
}
