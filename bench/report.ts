import type { Machine } from './machine.ts';
import { median, type Spread, spreadOf } from './statistics.ts';

export type Unit = 'a second' | 'ms' | 'MB' | 'ratio';

export type Aim = { better: 'higher' | 'lower'; than: number };

/** One line of the table: the median of its rounds, and how far they lie apart. */
export type Row = {
  part: string;
  name: string;
  value: number;
  unit: Unit;
  spread: Spread;
  rounds: number;
  aim: Aim | undefined;
};

export type Report = { machine: Machine; seconds: number; rows: Row[]; notes: string[] };

export function rowOf(row: {
  part: string;
  name: string;
  unit: Unit;
  rounds: readonly number[];
  aim?: Aim;
}): Row {
  const { part, name, unit, rounds, aim } = row;
  return { part, name, unit, value: median(rounds), spread: spreadOf(rounds), rounds: rounds.length, aim };
}

export function isMet({ value, aim }: Row): boolean {
  if (aim === undefined) return true;
  return aim.better === 'higher' ? value >= aim.than : value <= aim.than;
}
