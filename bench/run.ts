import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureBareSqlite } from './bare-sqlite.ts';
import { startCarrier } from './carrier.ts';
import { measureIntake } from './intake.ts';
import { sampleIntake } from './intake-rows.ts';
import { measureLiveCalls } from './live-calls.ts';
import { describeMachine } from './machine.ts';
import { monotonic } from './monotonic.ts';
import { notes } from './notes.ts';
import { type Pace, quick, thorough } from './pace.ts';
import { makePlace } from './place.ts';
import type { Report } from './report.ts';
import { bareRows, intakeRows, liveRows } from './rows.ts';
import { percentile } from './statistics.ts';
import { renderTable } from './table.ts';
import { untilStable } from './until-stable.ts';

/**
 * Measures how fast the platform is and how much memory it takes, against this very machine. `--quick`: one round of
 * everything; `--json`: the numbers for programs. Exits with 0 whatever they are.
 */
const { values: asked } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});

async function measure(pace: Pace, directory: string): Promise<Report> {
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

const report = await measure(asked.quick ? quick : thorough, makePlace());
process.stdout.write(`${asked.json ? JSON.stringify(report, null, 2) : renderTable(report)}\n`);
