import { lines } from '../actors/backend-service.ts';
import type { Machine } from '../measure/machine.ts';
import { median, type Spread, spreadOf } from '../measure/statistics.ts';

export type Unit = 'a second' | 'ms' | 'MB' | 'ratio';

export type Aim = { better: 'higher' | 'lower'; than: number };

/** One line of the table: the median of its rounds and their spread. */
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

export function rowFrom(row: {
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

/** Explanations below the table. */
export const notes: string[] = [
  'Load and carrier run in their own processes on the same machine: with few cores they slow the platform down.',
  'The intake process also sends the codes by text message during the load; the bare route has no such work.',
  'No limit is off: visitors have different numbers and addresses (X-Forwarded-For of a trusted proxy), and spending ' +
    'caps are counted but high. Captchas are solved in advance; their check is part of the measurement.',
  'Calls to one business are placed one by one, so codes entered at the same moment wait for each other.',
  `Live means ${lines} callbacks, each with a running call and an open event stream; 100 webhooks arrive a second.`,
  'Compiled code is cached, so the first start can take longer than the next ones.',
];
