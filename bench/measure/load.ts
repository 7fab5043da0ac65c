import { setTimeout as sleep } from 'node:timers/promises';
import { monotonic } from '../actors/monotonic.ts';

export type Load = {
  perSecond: number;
  /** Milliseconds of each request that was sent and answered within the measured time. */
  latencies: number[];
};

/**
 * Keeps `concurrency` requests under way, each worker sending its next as soon as its last was answered. What is
 * answered during the first `warmUp` milliseconds is not counted, and what is sent after `duration` more is not sent.
 * A failing request fails the whole.
 */
export async function applyLoad(options: {
  concurrency: number;
  warmUp: number;
  duration: number;
  send: () => Promise<void>;
}): Promise<Load> {
  const from = monotonic() + options.warmUp;
  const until = from + options.duration;
  const latencies: number[] = [];
  let answers = 0;
  const work = async () => {
    for (let begun = monotonic(); begun < until; begun = monotonic()) {
      await options.send();
      const answered = monotonic();
      if (answered < from || answered >= until) continue;
      answers += 1;
      if (begun >= from) latencies.push(answered - begun);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return { perSecond: (answers / options.duration) * 1_000, latencies };
}

/**
 * Begins one piece of work every `interval` milliseconds whether or not the last is done, as callers come who know
 * nothing of each other. Gives back what each said, in order.
 */
export async function runAtInterval<Item, Result>(
  items: readonly Item[],
  interval: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const begun = monotonic();
  const running: Promise<Result>[] = [];
  for (const [index, item] of items.entries()) {
    await sleep(Math.max(0, begun + index * interval - monotonic()));
    running.push(run(item));
  }
  return Promise.all(running);
}

/** One after the other, each `pause` milliseconds after the last was done. */
export async function runInSequence<Item, Result>(
  items: readonly Item[],
  pause: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(await run(item));
    await sleep(pause);
  }
  return results;
}
