import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HttpSetup, openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { newCallback } from '../../../test/support/http/visitor-requests.ts';
import type { HttpDeps } from '../deps.ts';
import type { EventStream } from './event-stream.ts';
import { followCallback } from './follow.ts';

/** The rig's parts, with a count of what a follower has set up and not taken down. */
function counting({ deps }: HttpSetup): { deps: HttpDeps; pending: () => number } {
  let pending = 0;
  const once = (undo: () => void) => {
    pending += 1;
    let undone = false;
    return () => {
      if (!undone) pending -= 1;
      undone = true;
      undo();
    };
  };
  const after: HttpDeps['clock']['after'] = (ms, run) => {
    const cancel = once(
      deps.clock.after(ms, () => {
        cancel();
        run();
      }),
    );
    return cancel;
  };
  return {
    deps: {
      ...deps,
      clock: { ...deps.clock, after },
      store: { ...deps.store, onCommit: (listener) => once(deps.store.onCommit(listener)) },
    },
    pending: () => pending,
  };
}

function keptStream(): EventStream & { sent: string[]; ended: boolean } {
  const sent: string[] = [];
  return {
    sent,
    ended: false,
    send: ({ id }) => void sent.push(id),
    heartbeat: () => void sent.push('heartbeat'),
    end() {
      this.ended = true;
    },
  };
}

async function sentFirst(stream: { sent: string[] }): Promise<void> {
  while (stream.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
}

test('one that stopped leaves no timer and no listener', async (t) => {
  const rig = await openHttpSetup(t);
  const { request_id: id } = await newCallback(rig);
  const { deps, pending } = counting(rig);
  const stream = keptStream();
  const follower = followCallback(deps, id, stream, undefined);
  await sentFirst(stream);
  await rig.clock.advance(20_000);
  assert.equal(pending(), 3);
  follower.stop();
  assert.equal(pending(), 0);
});

test('one that stopped while it was reading tells nothing more', async (t) => {
  const rig = await openHttpSetup(t);
  const { request_id: id } = await newCallback(rig);
  const { deps, pending } = counting(rig);
  const stream = keptStream();
  followCallback(deps, id, stream, undefined).stop();
  await rig.clock.advance(20_000);
  assert.deepEqual([stream.sent, pending()], [[], 0]);
});

test('a database that fails for a while does not end the stream', async (t) => {
  const rig = await openHttpSetup(t);
  const { request_id: id } = await newCallback(rig);
  const { deps } = counting(rig);
  let failing = true;
  const load: HttpDeps['store']['load'] = async (callbackId) => {
    if (failing) throw Object.assign(new Error('locked'), { code: 'store-unavailable' });
    return deps.store.load(callbackId);
  };
  const stream = keptStream();
  const follower = followCallback({ ...deps, store: { ...deps.store, load } }, id, stream, undefined);
  await rig.clock.advance(10_000);
  failing = false;
  await rig.clock.advance(5_000);
  await sentFirst(stream);
  assert.equal(stream.ended, false);
  follower.stop();
});
