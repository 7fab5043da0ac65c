export type Turns = {
  /** Waits until everybody before in this family has left; the answer lets the next one go. */
  take(family: string): Promise<() => void>;
};

/** Keeps requests of one family in order while they still overlap on the wire. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    take: async (family) => {
      const before = last.get(family);
      const mine = Promise.withResolvers<void>();
      last.set(family, mine.promise);
      await before;
      return () => {
        if (last.get(family) === mine.promise) last.delete(family);
        mine.resolve();
      };
    },
  };
}
