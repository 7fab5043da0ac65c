import type { Conflict } from '../../ports/store/change.ts';

/** What it means when a unique index refuses a row. Indexes that are not named here are never hit but by a defect. */
export const uniqueConflicts: readonly { table: string; columns: readonly string[]; conflict: Conflict }[] = [
  { table: 'callbacks', columns: ['request_id'], conflict: 'stale' },
  { table: 'callbacks', columns: ['site_id', 'visitor_phone'], conflict: 'live-request' },
  { table: 'callbacks', columns: ['client', 'idempotency_key'], conflict: 'idempotency-key-used' },
  { table: 'attempts', columns: ['request_id', 'number'], conflict: 'stale' },
  { table: 'attempts', columns: ['call_sid'], conflict: 'stale' },
  { table: 'used_challenges', columns: ['challenge'], conflict: 'challenge-used' },
];
