import { setTimeout as sleep } from 'node:timers/promises';
import { monotonic } from '../actors/monotonic.ts';

export type Load = {
  perSecond: number;
  /** Milliseconds of each request that was sent and answered within the measured time. */
  latencies: number[];
};

/**
 * Keeps `concurrency` requests running: each worker sends the next request when the last one is answered. Responses
 * within the first `warmUpMs` are not counted; `durationMs` later the load ends. A failed request fails the load.
 */
export async function applyLoad(options: {
  concurrency: number;
  warmUpMs: number;
  durationMs: number;
  send: () => Promise<void>;
}): Promise<Load> {
  const from = monotonic() + options.warmUpMs;
  const until = from + options.durationMs;
  const latencies: number[] = [];
  let answers = 0;
  const work = async () => {
    for (let startedAt = monotonic(); startedAt < until; startedAt = monotonic()) {
      await options.send();
      const answered = monotonic();
      if (answered < from || answered >= until) continue;
      answers += 1;
      if (startedAt >= from) latencies.push(answered - startedAt);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return { perSecond: (answers / options.durationMs) * 1_000, latencies };
}

/**
 * Starts one task every `intervalMs`, whether or not the previous one is done, like independent callers. Returns the
 * results in order.
 */
export async function runAtInterval<Item, Result>(
  items: readonly Item[],
  intervalMs: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const startedAt = monotonic();
  const running: Promise<Result>[] = [];
  for (const [index, item] of items.entries()) {
    await sleep(Math.max(0, startedAt + index * intervalMs - monotonic()));
    running.push(run(item));
  }
  return Promise.all(running);
}

/** Runs the tasks one after the other, with `pauseMs` between them. */
export async function runInSequence<Item, Result>(
  items: readonly Item[],
  pauseMs: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(await run(item));
    await sleep(pauseMs);
  }
  return results;
}
