import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HttpSetup, openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { newCallback } from '../../../test/support/http/visitor-requests.ts';
import type { HttpDeps } from '../deps.ts';
import type { EventStream } from './event-stream.ts';
import { followCallback } from './follow.ts';

/** Returns the setup's ports, and the number of timers and listeners that a follower still holds. */
function countPending({ deps }: HttpSetup): { deps: HttpDeps; pending: () => number } {
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

function recordingStream(): EventStream & { sent: string[]; ended: boolean } {
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

async function firstEvent(stream: { sent: string[] }): Promise<void> {
  while (stream.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
}

test('a stopped follower leaves no timer and no listener', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const { deps, pending } = countPending(setup);
  const stream = recordingStream();
  const follower = followCallback(deps, id, stream, undefined);
  await firstEvent(stream);
  await setup.clock.advance(20_000);
  assert.equal(pending(), 3);
  follower.stop();
  assert.equal(pending(), 0);
});

test('a follower that is stopped while it reads sends no event', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const { deps, pending } = countPending(setup);
  const stream = recordingStream();
  followCallback(deps, id, stream, undefined).stop();
  await setup.clock.advance(20_000);
  assert.deepEqual([stream.sent, pending()], [[], 0]);
});

test('a temporary database failure does not end the stream', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  const { deps } = countPending(setup);
  let failing = true;
  const load: HttpDeps['store']['load'] = async (callbackId) => {
    if (failing) throw Object.assign(new Error('locked'), { code: 'store-unavailable' });
    return deps.store.load(callbackId);
  };
  const stream = recordingStream();
  const follower = followCallback({ ...deps, store: { ...deps.store, load } }, id, stream, undefined);
  await setup.clock.advance(10_000);
  failing = false;
  await setup.clock.advance(5_000);
  await firstEvent(stream);
  assert.equal(stream.ended, false);
  follower.stop();
});
