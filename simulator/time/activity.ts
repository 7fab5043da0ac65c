export type Activity = {
  /** Counts one piece of socket work. Returns the function that ends it; calling that twice is harmless. */
  begin(): () => void;
  /** Resolves when no socket work is left. Work that waits for the clock does not count. */
  idle(): Promise<void>;
};

/** Counts the socket work that must finish before a virtual clock moves on. */
export function createActivity(): Activity {
  const waiting = new Set<() => void>();
  let running = 0;
  const endOne = () => {
    running -= 1;
    if (running > 0) return;
    for (const resume of waiting) resume();
    waiting.clear();
  };
  const begin = () => {
    running += 1;
    let ended = false;
    return () => {
      if (!ended) endOne();
      ended = true;
    };
  };
  const idle = async () => {
    do {
      if (running > 0) await new Promise<void>((resolve) => waiting.add(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    } while (running > 0);
  };
  return { begin, idle };
}
