import { followEvents, type StreamEvent } from './event-stream.ts';

/** What one tab tells the others. Rows go from the tab that holds the stream; jobs from the tab that started one. */
export type TabMessage = StreamEvent | { kind: 'job'; job: string };

export type LiveState = 'connecting' | 'live' | 'polling';

type Listener = {
  onMessage: (message: TabMessage) => void;
  onState: (state: LiveState) => void;
  /** Reads everything again, because nothing can be streamed. */
  poll: () => void;
};

const retryMs = 2_000;
const pollMs = 5_000;
/** A tab that hears nothing from the leader for this long reads by itself. */
const leaderSilenceMs = 25_000;

export type SharedStream = { tell(message: TabMessage): void; stop(): void };

/**
 * Follows the events with one stream for all tabs of the browser: HTTP/1.1 gives an origin six connections. The tab
 * that holds the lock reads the stream and tells the others.
 */
export function openSharedStream(name: string, { onMessage, onState, poll }: Listener): SharedStream {
  const stopping = new AbortController();
  const { signal } = stopping;
  const channel = new BroadcastChannel(name);
  let heardAt = Date.now();
  let isLeader = false;

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    heardAt = Date.now();
    if (data.kind === 'alive') onState('live');
    onMessage(data);
  };
  onState('connecting');

  const watch = setInterval(() => {
    if (isLeader || Date.now() - heardAt < leaderSilenceMs) return;
    onState('polling');
    poll();
  }, pollMs);

  /** Holds the lock until the tab closes or stops. The next tab then takes over. */
  async function lead(): Promise<void> {
    isLeader = true;
    let wasLost = false;
    while (!signal.aborted) {
      const end = await followEvents(
        (event) => {
          if (event.kind === 'alive') onState('live');
          if (wasLost && event.kind === 'alive') {
            wasLost = false;
            share({ kind: 'resync' });
          }
          share(event);
        },
        { signal },
      );
      if (signal.aborted) return;
      wasLost = true;
      onState(end === 'held-back' ? 'polling' : 'connecting');
      poll();
      await pause(end === 'held-back' ? pollMs : retryMs, signal);
    }
  }

  function share(event: TabMessage): void {
    channel.postMessage(event);
    onMessage(event);
  }

  // A tab without the lock waits here; the wait ends with the signal.
  navigator.locks.request(name, { signal }, lead).catch(() => undefined);

  return {
    tell: (message) => channel.postMessage(message),
    stop() {
      stopping.abort();
      clearInterval(watch);
      channel.close();
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const now = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', now, { once: true });
    window.addEventListener('online', now, { once: true });
  });
}
