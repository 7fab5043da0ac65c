import type { ColumnDefinitionBuilder, CompiledQuery, Kysely, SelectQueryBuilder } from 'kysely';
import type { Conflict } from '../../ports/store/change.ts';
import type { Database } from './schema.ts';

/** One statement of a change, and how many rows it must change (or, for a SELECT, find). */
export type Step = {
  query: CompiledQuery;
  must?: { hit: number; otherwise: Conflict };
};

export type StepResult = { rows: unknown[]; count: number };

export type Written = { ok: true; results: StepResult[] } | { ok: false; conflict: Conflict };

/** What a database must do for the store. The statements themselves are the same for all. */
export type Engine = {
  /** Sees committed rows only and cannot write; also compiles the statements of a change. */
  db: Kysely<Database>;
  /** What stands in the database may be older than what was done: it was restored, or brought from elsewhere. */
  moved: boolean;
  /** The rows that a SELECT finds among what is committed. */
  read<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /**
   * The steps in order, as one transaction that is durable when this resolves. The first step that misses, or that
   * breaks a unique index with a meaning, undoes them all and names the conflict.
   */
  write(steps: Step[]): Promise<Written>;
  /** Statements that keep other transactions with the same key out until this one ends; none where all queue. */
  exclusive(key: string): Step[];
  /** Passes over rows that another transaction is about to change; nothing to do where all queue. */
  skipLocked<O>(
    query: SelectQueryBuilder<Database, 'effects', O>,
  ): SelectQueryBuilder<Database, 'effects', O>;
  /**
   * Overwrites what deleted rows left in the file; false while somebody else reads it. Nothing to do where the server
   * looks after that itself.
   */
  scrub(): Promise<boolean>;
  /** Writes something for good. Throws `store-unavailable`. */
  probe(): Promise<void>;
  close(): Promise<void>;
};

/** The few definitions that each database spells in its own way. */
export type TableDialect = {
  growingId(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
  /** Makes the database itself refuse to leave an end: `failed` may only become `verified`, the others nothing. */
  keepEnds(db: Kysely<unknown>): Promise<void>;
};

/** What it means when a unique index refuses a row. Indexes that are not named here are never hit but by a defect. */
export const uniqueConflicts: readonly { table: string; columns: readonly string[]; conflict: Conflict }[] = [
  { table: 'callbacks', columns: ['request_id'], conflict: 'stale' },
  { table: 'callbacks', columns: ['site_id', 'visitor_phone'], conflict: 'live-request' },
  { table: 'callbacks', columns: ['client', 'idempotency_key'], conflict: 'idempotency-key-used' },
  { table: 'attempts', columns: ['request_id', 'number'], conflict: 'stale' },
  { table: 'attempts', columns: ['call_sid'], conflict: 'stale' },
  { table: 'used_challenges', columns: ['challenge'], conflict: 'challenge-used' },
];
