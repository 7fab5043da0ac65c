import { join } from 'node:path';
import { monotonic } from '../actors/monotonic.ts';
import { type BareWriter, openBareWriter } from './bare-writer.ts';
import { copySample, type IntakeSample } from './intake-sample.ts';
import { type StopRule, untilStable } from './until-stable.ts';

/** Durable intakes a second with `node:sqlite` alone: one per transaction, and `groupedBy` per transaction. */
export type BareSqlite = { single: number[]; grouped: number[] };

export const groupedBy = 50;

/** Measures rounds of `durationMs` until their results agree. */
export async function measureBareSqlite(options: {
  directory: string;
  sample: IntakeSample;
  stopRule: StopRule;
  durationMs: number;
}): Promise<BareSqlite> {
  const path = join(options.directory, 'bare-sqlite.db');
  copySample(options.sample, path);
  const writer = openBareWriter(path, options.sample.rows);
  const measure = (count: number) =>
    untilStable(
      options.stopRule,
      async () => ratePerSecond(writer, count, options.durationMs),
      (rate) => rate,
    );
  const measured = { single: await measure(1), grouped: await measure(groupedBy) };
  writer.close();
  return measured;
}

function ratePerSecond(writer: BareWriter, count: number, durationMs: number): number {
  const startedAt = monotonic();
  let written = 0;
  while (monotonic() - startedAt < durationMs) {
    writer.write(count);
    written += count;
  }
  return (written / (monotonic() - startedAt)) * 1_000;
}
