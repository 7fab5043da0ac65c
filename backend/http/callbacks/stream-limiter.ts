/**
 * Maximum open event streams. Each one holds a socket and reads the database every few seconds. One address may be a
 * whole office, and no client may use up the streams of all others.
 */
const streamLimits = { perCallback: 4, perClient: 40, total: 500 } as const;

/** Limits open event streams by callback, by client and in total. */
export type StreamLimiter = {
  /** Returns the function that releases the stream; `undefined` when a limit is reached. */
  acquire(callbackId: string, client: string): (() => void) | undefined;
};

export function createStreamLimiter(
  limits: { perCallback: number; perClient: number; total: number } = streamLimits,
): StreamLimiter {
  const byCallback = createCounts();
  const byClient = createCounts();
  let total = 0;

  return {
    acquire(callbackId, client) {
      if (total >= limits.total || byCallback.get(callbackId) >= limits.perCallback) return undefined;
      if (byClient.get(client) >= limits.perClient) return undefined;
      total += 1;
      byCallback.add(callbackId, 1);
      byClient.add(client, 1);
      let isReleased = false;
      return () => {
        if (isReleased) return;
        isReleased = true;
        total -= 1;
        byCallback.add(callbackId, -1);
        byClient.add(client, -1);
      };
    },
  };
}

/** Counts by key. Keys with count 0 are deleted, so memory does not grow. */
function createCounts() {
  const counts = new Map<string, number>();
  const get = (key: string) => counts.get(key) ?? 0;
  return {
    get,
    add(key: string, difference: number): void {
      const count = get(key) + difference;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    },
  };
}
