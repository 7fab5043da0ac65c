import { createHash } from 'node:crypto';
import type { PlayedDay } from './days.ts';

/** Prints what a simulation came to; for a broken guarantee, the command that shows it again. */
export function printSummary(days: readonly PlayedDay[], seconds: number): void {
  const callbacks = sum(days, ({ size }) => size);
  const broken = days.filter((day) => day.broken.length > 0);
  console.log(`${callbacks} callbacks in ${days.length} runs, ${seconds.toFixed(1)} s`);
  console.log(`${sum(days, ({ posts }) => posts)} POSTs, ${sum(days, ({ crashes }) => crashes)} crashes`);
  for (const [outcome, count] of countOutcomes(days)) console.log(`${String(count).padStart(8)} ${outcome}`);
  for (const { seed, size, broken: sentences } of broken) {
    console.log(`npm run simulate -- --callbacks ${size} --seed ${seed}`);
    for (const sentence of sentences) console.log(`  ${sentence}`);
  }
  console.log(`${sum(days, (day) => day.broken.length)} broken guarantees`);
  console.log(`fingerprint ${fingerprintOf(days)}`);
}

function fingerprintOf(days: readonly PlayedDay[]): string {
  const all = days.map(({ fingerprint }) => fingerprint).join();
  return createHash('sha256').update(all).digest('hex').slice(0, 16);
}

function sum(days: readonly PlayedDay[], count: (day: PlayedDay) => number): number {
  return days.reduce((total, day) => total + count(day), 0);
}

function countOutcomes(days: readonly PlayedDay[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const [outcome, count] of days.flatMap(({ outcomes }) => Object.entries(outcomes))) {
    counts.set(outcome, (counts.get(outcome) ?? 0) + count);
  }
  return [...counts].sort((left, right) => right[1] - left[1]);
}
