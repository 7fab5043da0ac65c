/** How many event streams may be open: each costs a socket and a look at the database every few seconds. */
const streamLimits = { perCallback: 4, inAll: 500 } as const;

export type StreamSeats = {
  /** The answer gives the seat back; `undefined` when all are taken. */
  take(requestId: string): (() => void) | undefined;
};

export function createStreamSeats(
  limits: { perCallback: number; inAll: number } = streamLimits,
): StreamSeats {
  const byCallback = new Map<string, number>();
  let all = 0;

  function leave(requestId: string): void {
    all -= 1;
    const rest = (byCallback.get(requestId) ?? 0) - 1;
    if (rest > 0) byCallback.set(requestId, rest);
    else byCallback.delete(requestId);
  }

  return {
    take(requestId) {
      const taken = byCallback.get(requestId) ?? 0;
      if (all >= limits.inAll || taken >= limits.perCallback) return undefined;
      all += 1;
      byCallback.set(requestId, taken + 1);
      let left = false;
      return () => {
        if (!left) leave(requestId);
        left = true;
      };
    },
  };
}
