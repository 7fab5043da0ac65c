/**
 * How many event streams may be open: each costs a socket and a look at the database every few seconds. Behind one
 * address there may be an office; nobody may take the seats of all others.
 */
const streamLimits = { perCallback: 4, perClient: 40, inAll: 500 } as const;

export type StreamLimiter = {
  /** The answer gives the seat back; `undefined` when all are taken. */
  acquire(requestId: string, client: string): (() => void) | undefined;
};

export function createStreamLimiter(
  limits: { perCallback: number; perClient: number; inAll: number } = streamLimits,
): StreamLimiter {
  const byCallback = createTally();
  const byClient = createTally();
  let all = 0;

  return {
    acquire(requestId, client) {
      if (all >= limits.inAll || byCallback.of(requestId) >= limits.perCallback) return undefined;
      if (byClient.of(client) >= limits.perClient) return undefined;
      all += 1;
      byCallback.add(requestId, 1);
      byClient.add(client, 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        all -= 1;
        byCallback.add(requestId, -1);
        byClient.add(client, -1);
      };
    },
  };
}

/** Counts by key, and forgets whoever has none. */
function createTally() {
  const counts = new Map<string, number>();
  const of = (key: string) => counts.get(key) ?? 0;
  return {
    of,
    add(key: string, difference: number): void {
      const count = of(key) + difference;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    },
  };
}
