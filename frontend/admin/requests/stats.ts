import { signal } from '@preact/signals';
import type { Stats } from '../../../contract/operator/stats.ts';
import { operatorApi } from '../api/operator-api.ts';
import { serverNow, syncClock, zone } from '../state/clock.ts';
import { filter, rangeTimes } from './filter.ts';

export const stats = signal<Stats | undefined>(undefined);

/** Before the platform existed. */
const beginning = '2020-01-01T00:00:00.000Z';
let lastRead = 0;

/** Reads the figures of the chosen range of time. */
export async function readStats(): Promise<void> {
  lastRead += 1;
  const own = lastRead;
  const times = rangeTimes(filter.value, serverNow(), zone.value);
  const answer = await operatorApi.stats({ from: beginning, ...times });
  if (!answer.ok || own !== lastRead) return;
  if (times.to === undefined) syncClock(answer.body.to);
  zone.value = answer.body.zone;
  stats.value = answer.body;
}

/** Changes come in crowds; figures are read once for each crowd. */
const gatherMs = 2_000;
let isGathering = false;

export function readStatsSoon(): void {
  if (isGathering) return;
  isGathering = true;
  setTimeout(() => {
    isGathering = false;
    void readStats();
  }, gatherMs);
}
