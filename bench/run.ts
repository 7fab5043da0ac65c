import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCarrier } from './actors/carrier.ts';
import { monotonic } from './actors/monotonic.ts';
import { type Durations, quick, thorough } from './durations.ts';
import { measureBareSqlite } from './measure/bare-sqlite.ts';
import { measureIntake } from './measure/intake.ts';
import { sampleIntake } from './measure/intake-sample.ts';
import { measureLiveCalls } from './measure/live-calls.ts';
import { describeMachine } from './measure/machine.ts';
import { percentile } from './measure/statistics.ts';
import { untilStable } from './measure/until-stable.ts';
import { notes, type Report } from './report/report.ts';
import { bareRows, intakeRows, liveRows } from './report/rows.ts';
import { renderTable } from './report/table.ts';

/**
 * Measures how fast the platform is and how much memory it takes, against this very machine. `--quick`: one round of
 * everything; `--json`: the numbers for programs. Exits with 0 whatever they are.
 */
const { values: asked } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});

async function measure(pace: Durations, directory: string): Promise<Report> {
  const begun = monotonic();
  const machine = describeMachine(directory);
  const sample = await sampleIntake(directory);
  say('node:sqlite alone');
  const bare = await measureBareSqlite({ directory, sample, ...pace.sqlite });
  const carrier = await startCarrier(join(directory, 'carrier.log'));
  say('intake beside a bare route');
  const intake = await measureIntake({ directory, carrier, sample, ...pace.intake });
  say('live calls');
  const live = await untilStable(
    pace.live,
    () => measureLiveCalls({ directory, carrier }),
    ({ prompts }) => percentile(prompts, 0.5),
  );
  await carrier.stop();
  const rows = [...bareRows(bare), ...intakeRows(intake), ...liveRows(live)];
  return { machine, seconds: (monotonic() - begun) / 1_000, rows, notes };
}

function say(part: string): void {
  process.stderr.write(`measuring ${part} …\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const report = await measure(asked.quick ? quick : thorough, createTempDir());
process.stdout.write(`${asked.json ? JSON.stringify(report, null, 2) : renderTable(report)}\n`);

/** A folder for this run beside the real database, so that it lies on the same disk; it goes when the process does. */
export function createTempDir(): string {
  mkdirSync('data', { recursive: true });
  const directory = mkdtempSync('data/bench-');
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
