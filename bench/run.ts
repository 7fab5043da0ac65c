import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCarrier } from './actors/carrier.ts';
import { monotonic } from './actors/monotonic.ts';
import { type Durations, quick, thorough } from './durations.ts';
import { measureBareSqlite } from './measure/bare-sqlite.ts';
import { fillDatabase } from './measure/fill-database.ts';
import { measureIntake } from './measure/intake.ts';
import { sampleIntake } from './measure/intake-sample.ts';
import { measureLiveCalls } from './measure/live-calls.ts';
import { describeMachine } from './measure/machine.ts';
import { measureOperatorReads } from './measure/operator-reads.ts';
import { percentile } from './measure/statistics.ts';
import { untilStable } from './measure/until-stable.ts';
import { notes, type Report } from './report/report.ts';
import { bareRows, intakeRows, liveRows, millionRows } from './report/rows.ts';
import { renderTable } from './report/table.ts';

/**
 * Measures the speed and the memory of the platform, in relation to this machine. `--quick` measures one round of each
 * part; `--json` prints JSON; `--rows 1000000` measures the operator's reads and the intake with so many callbacks instead.
 * The exit code is 0 even when an aim is missed.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rows: { type: 'string' },
  },
});

async function measure(durations: Durations, directory: string): Promise<Report> {
  const startedAt = monotonic();
  const machine = describeMachine(directory);
  const sample = await sampleIntake(directory);
  announce('node:sqlite alone');
  const bare = await measureBareSqlite({ directory, sample, ...durations.sqlite });
  const carrier = await startCarrier(join(directory, 'carrier.log'));
  announce('intake beside a bare route');
  const intake = await measureIntake({ directory, carrier, sample, ...durations.intake });
  announce('live calls');
  const live = await untilStable(
    durations.live,
    () => measureLiveCalls({ directory, carrier }),
    ({ prompts }) => percentile(prompts, 0.5),
  );
  await carrier.stop();
  const rows = [...bareRows(bare), ...intakeRows(intake), ...liveRows(live)];
  return { machine, seconds: (monotonic() - startedAt) / 1_000, rows, notes };
}

/** Measures the intake of an empty database in the same run, because the machine may be busy. */
async function measureFilled(count: number, durations: Durations, directory: string): Promise<Report> {
  const startedAt = monotonic();
  const machine = describeMachine(directory);
  const database = join(directory, 'filled.db');
  announce(`${count} callbacks, which are written first`);
  await fillDatabase(database, count);
  const reads = await measureOperatorReads(database);
  const sample = await sampleIntake(directory);
  const carrier = await startCarrier(join(directory, 'carrier.log'));
  announce('intake with and without them');
  const options = { directory, carrier, sample, ...durations.intake };
  const empty = await measureIntake(options);
  const full = await measureIntake({ ...options, database });
  await carrier.stop();
  const rows = millionRows(reads, { empty, full });
  return { machine, seconds: (monotonic() - startedAt) / 1_000, rows, notes };
}

function announce(part: string): void {
  process.stderr.write(`measuring ${part} …\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const durations = options.quick ? quick : thorough;
const count = Number(options.rows ?? 0);
const report = await (count > 0
  ? measureFilled(count, durations, createTempDir())
  : measure(durations, createTempDir()));
process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : renderTable(report)}\n`);

/** Creates a folder beside the real database, so that both are on the same disk. The process deletes it on exit. */
export function createTempDir(): string {
  mkdirSync('data', { recursive: true });
  const directory = mkdtempSync('data/bench-');
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
