import type { Clock } from './time/clock.ts';

export type TimelineEntry = {
  /** Grows by one with every entry. A reset does not restart it. */
  seq: number;
  /** ISO 8601, by the simulator's clock. */
  at: string;
  /** Such as `call.ringing`, `webhook.sent` or `rest.request`. */
  kind: string;
  data: Record<string, unknown>;
};

export type Timeline = {
  record(kind: string, data: Record<string, unknown>): void;
  /** `seq` of the newest entry; 0 before the first. */
  lastSeq(): number;
  /** Entries with a higher `seq`, oldest first. */
  after(seq: number): TimelineEntry[];
  /** Calls `listener` for every later entry. Returns a function that unsubscribes. */
  subscribe(listener: (entry: TimelineEntry) => void): () => void;
  clear(): void;
};

const maxEntries = 20_000;

/** Records all events in order. Keeps about the newest 20,000. */
export function createTimeline({ clock }: { clock: Clock }): Timeline {
  const listeners = new Set<(entry: TimelineEntry) => void>();
  let entries: TimelineEntry[] = [];
  let seq = 0;
  const record = (kind: string, data: Record<string, unknown>) => {
    seq += 1;
    const entry = { seq, at: new Date(clock.now()).toISOString(), kind, data };
    entries.push(entry);
    if (entries.length > maxEntries * 1.1) entries = entries.slice(-maxEntries);
    for (const listener of listeners) listener(entry);
  };
  const subscribe = (listener: (entry: TimelineEntry) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    record,
    subscribe,
    lastSeq: () => seq,
    after: (since) => entries.filter((entry) => entry.seq > since),
    clear: () => {
      entries = [];
    },
  };
}
