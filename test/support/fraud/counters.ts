import type { Amounts } from '../../../backend/domain/budget/charge.ts';
import type { Harness } from '../engine/engine-harness.ts';

/** The counters of the day for visitors. Tests that use this stay within one day. */
export function counted({ rows }: Pick<Harness, 'rows'>): Amounts {
  return countersOf(rows, 'default');
}

/** The counters of the day for warnings to the owner. */
export function countedWarnings({ rows }: Pick<Harness, 'rows'>): Amounts {
  return countersOf(rows, 'warnings/default');
}

function countersOf(rows: Harness['rows'], account: string): Amounts {
  const [day] = rows(
    "select texts, calls, minutes, money from usage_counters where period = 'day' and site_id = ?",
    account,
  );
  return { texts: 0, calls: 0, minutes: 0, money: 0, ...day };
}

/** Returns the part of every reserve. */
export function reservedParts({ rows }: Pick<Harness, 'rows'>): unknown[] {
  return rows('select part from reservations order by part').map(({ part }) => part);
}
