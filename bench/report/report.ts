import { lines } from '../actors/backend-service.ts';
import type { Machine } from '../measure/machine.ts';
import { median, type Spread, spreadOf } from '../measure/statistics.ts';

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

/** What the numbers do not say by themselves. */
export const notes: string[] = [
  'Load and carrier run in processes of their own, on the same machine: with few cores they take from what they measure.',
  'Texting the codes goes on during the load and shares the process with the intake; the bare route has no such work.',
  'No limit is switched off: visitors differ in number and address (X-Forwarded-For of a trusted proxy), and spending ' +
    'caps are counted but set high. Solutions of captchas are made beforehand; checking them is measured.',
  'Calls to one business line are placed one by one, so of codes entered at the same moment each waits for the last.',
  `Live means a call under way for each of ${lines} callbacks, with an event stream open; webhooks come 100 a second.`,
  'After the first start what was compiled is kept, so the first of several starts may take longer.',
];
