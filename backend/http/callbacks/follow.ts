import type { CallbackState } from '../../../contract/callback.ts';
import type { Uses } from '../deps.ts';
import type { EventStream } from './event-stream.ts';
import { isFinal, type PresentDeps, presentCallback } from './present.ts';

/** Between two heartbeats, milliseconds. */
const heartbeatIntervalMs = 15_000;
/** The net under the wake-ups; also how places in the wait for a line are noticed to change. */
const pollIntervalMs = 5_000;

export type Follower = { stop(): void };

/** The id of a state's event: its version and, in the wait for a line, the place, which changes by itself. */
export function stateId(state: CallbackState): string {
  return state.queue === null ? `${state.version}` : `${state.version}.${state.queue.position}`;
}

/**
 * Sends a request's whole state whenever it changed, and ends the stream after the last change. It listens before it
 * reads, so nothing that is committed in between is missed. `seen` is the id of the last event the page has got.
 */
export function followCallback(
  deps: PresentDeps & Uses<'log'>,
  callbackId: string,
  stream: EventStream,
  seen: string | undefined,
): Follower {
  const { store, clock, log } = deps;
  let sent = seen;
  let stopped = false;
  let looking = false;
  let lookAgain = false;
  let cancelPoll = () => {};
  let cancelHeartbeat = () => {};
  const stopListening = store.onCommit((touched) => {
    if (touched.callbackId === callbackId) wake();
  });

  function wake(): void {
    if (stopped) return;
    lookAgain = true;
    if (!looking) void look();
  }

  async function look(): Promise<void> {
    looking = true;
    cancelPoll();
    while (lookAgain && !stopped) {
      lookAgain = false;
      await show();
    }
    looking = false;
    if (!stopped) cancelPoll = clock.after(pollIntervalMs, wake);
  }

  async function show(): Promise<void> {
    try {
      const record = await store.load(callbackId);
      const state = record === undefined ? undefined : await presentCallback(deps, record);
      if (state !== undefined && !stopped) tell(state);
      if (state === undefined || isFinal(state)) stream.end();
    } catch (cause) {
      log.debug('a stream could not read its request; it tries again', { cause: String(cause) });
    }
  }

  function tell(state: CallbackState): void {
    const id = stateId(state);
    if (id === sent) return;
    sent = id;
    stream.send({ id, name: 'state', data: JSON.stringify(state) });
  }

  function beat(): void {
    stream.heartbeat();
    cancelHeartbeat = clock.after(heartbeatIntervalMs, beat);
  }

  cancelHeartbeat = clock.after(heartbeatIntervalMs, beat);
  wake();
  return {
    stop() {
      stopped = true;
      stopListening();
      cancelPoll();
      cancelHeartbeat();
    },
  };
}
