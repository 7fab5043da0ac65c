import type { Simulated } from '../../test/support/simulation/simulate.ts';
import { openThread } from '../../test/support/thread/thread.ts';

/** One run of the simulation: callbacks of one seed. */
export type Day = { seed: number; size: number; store: 'sqlite' | 'memory' };

export type PlayedDay = Simulated & Day;

/** Callbacks of one run. A run costs more for each callback when it is longer. */
const callbacksPerDay = 500;

/** Splits the callbacks into runs with the seeds `seed`, `seed + 1`, …, and shares them among the workers. */
export async function simulateDays(options: {
  callbacks: number;
  seed: number;
  workers: number;
  store: Day['store'];
}): Promise<PlayedDay[]> {
  const { callbacks, seed, workers, store } = options;
  const days = Array.from({ length: Math.ceil(callbacks / callbacksPerDay) }, (_, index) => ({
    seed: seed + index,
    size: Math.min(callbacksPerDay, callbacks - index * callbacksPerDay),
    store,
  }));
  const played: PlayedDay[] = [];
  const waiting = [...days];
  await Promise.all(Array.from({ length: Math.min(workers, days.length) }, () => work(waiting, played)));
  return played.sort((left, right) => left.seed - right.seed);
}

const simulation = new URL('../../test/support/simulation/simulate.ts', import.meta.url);

/** Gives one worker a run after the other, until none waits. */
async function work(waiting: Day[], played: PlayedDay[]): Promise<void> {
  const thread = openThread<typeof import('../../test/support/simulation/simulate.ts')>(simulation);
  for (let day = waiting.shift(); day !== undefined; day = waiting.shift()) {
    played.push({ ...day, ...(await thread.call('simulate', day)) });
  }
  await thread.close();
}
