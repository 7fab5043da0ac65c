import type { ColumnDefinitionBuilder, CompiledQuery, Kysely, RawBuilder, SelectQueryBuilder } from 'kysely';
import type { Conflict } from '../../ports/store/change.ts';
import type { Moved } from './moved.ts';
import type { Database, Instant } from './schema.ts';

/** One statement of a change. `requires`: the rows that it must change (a SELECT: find), else the conflict. */
export type Step = {
  query: CompiledQuery;
  requires?: { rows: number; conflict: Conflict };
};

export type StepResult = { rows: unknown[]; count: number };

export type Written = { ok: true; results: StepResult[] } | { ok: false; conflict: Conflict };

/** A callback that a commit touched, and whether the commit armed an effect or made one due. */
export type Touched = { callbackId: string; armed: boolean };

/** What each database implements for the store. The statements are the same for all. */
export type Engine = {
  /** Reads committed rows and cannot write. Also compiles the statements of a change. */
  db: Kysely<Database>;
  /** The database was restored or moved here, so it may lack what was done since. */
  moved: boolean;
  /** Makes a moved database count as known from the next opening on. */
  acceptMove(): Promise<void>;
  /** Where the callbacks are after a move to another database; undefined when they are here. */
  movedTo(): Promise<Moved | undefined>;
  /** Runs a SELECT on committed rows. */
  read<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /** Like `read`, for queries that can take long. They do not block the event loop. */
  readAside<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /** Selects the ids of the newest `limit` callbacks whose name contains `part`. */
  withNamePart(part: string, limit: number): RawBuilder<string>;
  /** 1 when `withNamePart` looks at all names, 0 when it looks at the newest ones only. */
  looksAtAllNames(part: string): RawBuilder<number>;
  /** The last `count` characters of a column. */
  lastDigits(column: 'visitor_phone', count: number): RawBuilder<string>;
  /** Keeps a planner without knowledge of the data from starting with the index of this value. */
  withoutIndex<Value>(value: RawBuilder<Value>): RawBuilder<Value>;
  /**
   * Runs the steps in order as one transaction, durable when this resolves. The first step that misses its rows, or
   * that violates one of `uniqueConflicts`, rolls all back and names the conflict.
   */
  write(steps: Step[]): Promise<Written>;
  /** Tells the other processes that share the database about a commit; none share a file. */
  announce?(touched: Touched): void;
  /** Calls `listener` for the commits of those processes. */
  onAnnounced?(listener: (touched: Touched) => void): void;
  /** Steps that lock a key until the transaction ends; none where transactions run one by one. */
  lockKey(key: string): Step[];
  /** Makes a query skip rows that another transaction has locked. Changes nothing where they run one by one. */
  skipLocked<Table extends 'effects' | 'webhook_deliveries', O>(
    query: SelectQueryBuilder<Database, Table, O>,
  ): SelectQueryBuilder<Database, Table, O>;
  /** An instant's column moved by `ms`; NULL stays NULL. */
  movedInstant(column: string, ms: number): RawBuilder<Instant>;
  /** Overwrites the remains of deleted rows on disk; false while another program reads the file. */
  scrub(): Promise<boolean>;
  /** Size of the database on disk. */
  sizeBytes(): Promise<number>;
  /** Makes one durable write. Throws `store-unavailable`. */
  checkWritable(): Promise<void>;
  close(): Promise<void>;
};

/** The definitions that differ between databases. */
export type TableDialect = {
  /** The migrations run in a transaction that their caller has begun; otherwise each batch begins its own. */
  inTransaction: boolean;
  autoIncrementId(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
  /** Creates the index that finds parts of names. */
  createNameSearch(db: Kysely<unknown>): Promise<void>;
  lastDigits(column: 'visitor_phone', count: number): RawBuilder<string>;
  /** Makes the database refuse to change a final status: `failed` can only become `verified`, the others nothing. */
  protectEndedStatus(db: Kysely<unknown>): Promise<void>;
};

/** The conflict that a violated unique index means. Only a defect can violate an index that is not listed. */
export const uniqueConflicts: readonly {
  table: string;
  columns: readonly string[];
  index: string;
  conflict: Conflict;
}[] = [
  { table: 'callbacks', columns: ['request_id'], index: 'callbacks_pkey', conflict: 'stale' },
  {
    table: 'callbacks',
    columns: ['site_id', 'visitor_phone'],
    index: 'callbacks_one_live_per_number',
    conflict: 'live-request',
  },
  {
    table: 'callbacks',
    columns: ['client', 'idempotency_key'],
    index: 'callbacks_idempotency_key_once',
    conflict: 'idempotency-key-used',
  },
  { table: 'attempts', columns: ['request_id', 'number'], index: 'attempts_key', conflict: 'stale' },
  { table: 'attempts', columns: ['call_sid'], index: 'attempts_call_sid_once', conflict: 'sid-taken' },
  {
    table: 'used_challenges',
    columns: ['challenge'],
    index: 'used_challenges_pkey',
    conflict: 'challenge-used',
  },
];
