export type Activity = {
  /** Something that waits for a socket has begun; call the answer once when it is over. */
  begin(): () => void;
  /** Resolves when nothing waits for a socket any more. Work that waits for the clock does not count. */
  idle(): Promise<void>;
};

/** Counts the work that real I/O must finish before a virtual clock may move on. */
export function createActivity(): Activity {
  const waiting = new Set<() => void>();
  let running = 0;
  const settle = () => {
    running -= 1;
    if (running > 0) return;
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const begin = () => {
    running += 1;
    let over = false;
    return () => {
      if (!over) settle();
      over = true;
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
