import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { simulateDays } from './days.ts';
import { printSummary } from './summary.ts';

/**
 * Plays many callbacks through the engine on bad days, from a seed: the same seed gives the same fingerprint.
 * `--store sqlite` plays them on files instead of in memory.
 */
const { values } = parseArgs({
  options: {
    callbacks: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    store: { type: 'string', default: 'memory' },
  },
});

const startedAt = performance.now();
const days = await simulateDays({
  callbacks: Number(values.callbacks),
  seed: Number(values.seed),
  workers: Number(values.workers),
  store: values.store === 'sqlite' ? 'sqlite' : 'memory',
});
printSummary(days, (performance.now() - startedAt) / 1_000);
if (days.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
