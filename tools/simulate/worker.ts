import { parentPort } from 'node:worker_threads';
import { simulate } from '../../test/support/simulation/simulate.ts';
import type { Day } from './days.ts';

parentPort?.on('message', async (day: Day) => {
  parentPort?.postMessage(await simulate(day));
});
