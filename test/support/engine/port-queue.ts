import type { PendingWork } from '../fakes/pending-work.ts';
import type { Random } from '../fakes/seeded-random.ts';

type Call = () => Promise<void>;

/**
 * Carries out the calls of a port one by one. The next waiting call is drawn at random. One seed thus means one
 * interleaving, regardless of how long the port takes. What follows an answer runs before the next call.
 */
export function createPortQueue(
  pendingWork: PendingWork,
  random: Random,
): <T>(call: () => Promise<T>) => Promise<T> {
  const waiting: Call[] = [];
  let running = false;

  async function runAll(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      await pendingWork.drain();
      const next = waiting.length === 1 ? 0 : random.between(0, waiting.length - 1);
      for (const call of waiting.splice(next, 1)) await call();
    }
    running = false;
  }

  return (call) =>
    pendingWork.during(
      new Promise((resolve, reject) => {
        waiting.push(() => call().then(resolve, reject));
        if (!running) void runAll();
      }),
    );
}
