import type { CallbackState } from '../../../contract/callback.ts';
import { createWakeLoop } from '../../usecases/wake-loop.ts';
import type { Uses } from '../deps.ts';
import type { EventStream } from './event-stream.ts';
import { isFinal, type PresentDeps, presentCallback } from './present.ts';

const heartbeatIntervalMs = 15_000;
/** Polling finds a changed place in the queue and changes that another process committed. */
const pollIntervalMs = 5_000;

export type Follower = { stop(): void };

/** Returns the id of a state's event: its version and, in the queue for a line, its position, which has no version. */
export function stateId(state: CallbackState): string {
  return state.queue === null ? `${state.version}` : `${state.version}.${state.queue.position}`;
}

/**
 * Sends the whole state of a callback after each change, and ends the stream after the final state. It listens before
 * the first read, so no commit in between is missed. `lastEventId` is the last event that the page received.
 */
export function followCallback(
  deps: PresentDeps & Uses<'log'>,
  callbackId: string,
  stream: EventStream,
  lastEventId: string | undefined,
): Follower {
  const { store, clock, log } = deps;
  let sentId = lastEventId;
  let stopped = false;
  let cancelHeartbeat = () => {};
  const loop = createWakeLoop(clock, async () => {
    await sendChange();
    return pollIntervalMs;
  });
  const stopListening = store.onCommit((touched) => {
    if (touched.callbackId === callbackId) loop.wake();
  });

  async function sendChange(): Promise<void> {
    try {
      const record = await store.load(callbackId);
      const state = record === undefined ? undefined : await presentCallback(deps, record);
      if (state !== undefined && !stopped) sendState(state);
      if (state === undefined || isFinal(state)) stream.end();
    } catch (cause) {
      log.debug('event stream could not read its callback; retrying', { cause: String(cause) });
    }
  }

  function sendState(state: CallbackState): void {
    const id = stateId(state);
    if (id === sentId) return;
    sentId = id;
    stream.send({ id, name: 'state', data: JSON.stringify(state) });
  }

  function beat(): void {
    stream.heartbeat();
    cancelHeartbeat = clock.after(heartbeatIntervalMs, beat);
  }

  cancelHeartbeat = clock.after(heartbeatIntervalMs, beat);
  loop.wake();
  return {
    stop() {
      stopped = true;
      stopListening();
      loop.stop();
      cancelHeartbeat();
    },
  };
}
