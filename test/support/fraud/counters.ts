import type { Amounts } from '../../../backend/domain/budget/amounts.ts';
import type { Harness } from '../engine/engine-harness.ts';

/** What stands counted for the day; tests that use this stay within one. */
export function counted({ rows }: Pick<Harness, 'rows'>): Amounts {
  const [day] = rows("select texts, calls, minutes, money from usage_counters where period = 'day'");
  return { texts: 0, calls: 0, minutes: 0, money: 0, ...day };
}

/** The parts that are set aside for requests, each as often as it is. */
export function reservedParts({ rows }: Pick<Harness, 'rows'>): unknown[] {
  return rows('select part from reservations order by part').map(({ part }) => part);
}
