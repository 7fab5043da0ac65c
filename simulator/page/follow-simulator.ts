import type { Snapshot } from '../control/snapshot.ts';
import type { TimelineEntry } from '../timeline.ts';
import type { SimulatorClient } from './simulator-client.ts';

type Listener = {
  /** The simulator was restarted: everything shown belongs to the last run. */
  onNewRun(): void;
  onSnapshot(snapshot: Snapshot): void;
  onEntries(entries: TimelineEntry[]): void;
  onConnection(state: 'connected' | 'lost'): void;
};

const retryMs = 1_000;
/** Scripts and faults can change without a timeline entry, for example from another page. */
const refreshMs = 2_000;
/** Number of entries from before the page was opened. */
const earlierEntries = 400;
/** Entries within this time cause one refresh. */
const debounceMs = 40;

/** Reports snapshots and timeline entries while the page is open, also across restarts of the simulator. */
export function followSimulator(client: SimulatorClient, listener: Listener): { refresh: () => void } {
  let run = '';
  let lastSeq = 0;
  let isStale = false;
  let isRefreshing = false;

  const show = (snapshot: Snapshot) => {
    if (snapshot.run === run) listener.onSnapshot(snapshot);
  };

  const refresh = async () => {
    isStale = true;
    if (isRefreshing) return;
    isRefreshing = true;
    while (isStale) {
      await pause(debounceMs);
      isStale = false;
      const snapshot = await client.snapshot();
      if (snapshot.ok) show(snapshot.body);
    }
    isRefreshing = false;
  };

  const begin = (snapshot: Snapshot) => {
    if (snapshot.run !== run) {
      run = snapshot.run;
      lastSeq = Math.max(0, snapshot.lastSeq - earlierEntries);
      listener.onNewRun();
    }
    listener.onConnection('connected');
    show(snapshot);
  };

  const followEvents = async () => {
    const { body } = await fetch(`simulator/events?after=${lastSeq}`);
    if (!body) return;
    for await (const entries of readEntries(body)) {
      lastSeq = entries.at(-1)?.seq ?? lastSeq;
      listener.onEntries(entries);
      void refresh();
    }
  };

  const reconnectForever = async () => {
    for (;;) {
      const snapshot = await client.snapshot();
      if (snapshot.ok) {
        begin(snapshot.body);
        await followEvents().catch(() => {});
      }
      listener.onConnection('lost');
      await pause(retryMs);
    }
  };

  void reconnectForever();
  setInterval(() => void refresh(), refreshMs);
  return { refresh: () => void refresh() };
}

function pause(ms: number) {
  return new Promise<void>((resolve) => setTimeout(resolve, ms));
}

/** Yields the entries of a stream of server-sent events in the chunks in which they arrive. */
async function* readEntries(stream: ReadableStream<Uint8Array>): AsyncGenerator<TimelineEntry[]> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    const entries = events.flatMap(entryOf);
    if (entries.length > 0) yield entries;
  }
}

function entryOf(event: string): TimelineEntry[] {
  const data = event.split('\n').find((line) => line.startsWith('data: '));
  return data === undefined ? [] : [JSON.parse(data.slice('data: '.length))];
}
