import { join } from 'node:path';
import { monotonic } from '../actors/monotonic.ts';
import { type BareWriter, openBareWriter } from './bare-writer.ts';
import { copySample, type IntakeSample } from './intake-sample.ts';
import { type StopRule, untilStable } from './until-stable.ts';

/** Intakes a second that `node:sqlite` makes durable: one in a transaction, and fifty. */
export type BareSqlite = { single: number[]; grouped: number[] };

export const groupedBy = 50;

/** `duration` of one round, milliseconds. */
export async function measureBareSqlite(options: {
  directory: string;
  sample: IntakeSample;
  patience: StopRule;
  duration: number;
}): Promise<BareSqlite> {
  const path = join(options.directory, 'bare-sqlite.db');
  copySample(options.sample, path);
  const writer = openBareWriter(path, options.sample.rows);
  const measure = (count: number) =>
    untilStable(
      options.patience,
      async () => ratePerSecond(writer, count, options.duration),
      (rate) => rate,
    );
  const measured = { single: await measure(1), grouped: await measure(groupedBy) };
  writer.close();
  return measured;
}

function ratePerSecond(writer: BareWriter, count: number, duration: number): number {
  const begun = monotonic();
  let written = 0;
  while (monotonic() - begun < duration) {
    writer.write(count);
    written += count;
  }
  return (written / (monotonic() - begun)) * 1_000;
}
