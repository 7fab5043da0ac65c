import { afterEach, beforeEach } from 'node:test';
import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import type { MaxSorted } from '../../../backend/adapters/sql/operator/list-places.ts';
import type { Clock } from '../../../backend/ports/clock.ts';
import type { CallbackList } from '../../../backend/ports/operator/callback-list.ts';
import type { Store } from '../../../backend/ports/store/store.ts';

export type OpenedStore = {
  store: Store;
  /** Closes the store and opens it again on the same data, like a restart. */
  reopen(): Promise<Store>;
  /** Reads all rows of a table in the order of their insertion, without the store. */
  rows(table: 'callbacks' | 'audit_log' | 'usage_counters'): Promise<Record<string, unknown>[]>;
  destroy(): Promise<void>;
};

export type OpenedSqlStore = OpenedStore & {
  /** Runs a statement directly on the database, without the store. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** The operator's lists; `most`: up to how many callbacks of a period are sorted. */
  lists(most?: MaxSorted): CallbackList;
};

export type Open<Opened extends OpenedStore> = (clock: Clock) => Promise<Opened>;
export type OpenStore = Open<OpenedStore>;

/** A Sunday morning. The clock moves only when a test moves it. */
export const start = Date.UTC(2026, 10, 22, 9, 0, 0, 250);

export type Stage<Opened extends OpenedStore = OpenedStore> = Opened & { clock: { at: number } };

/** Opens a fresh store for each test of the current suite. */
export function freshStore<Opened extends OpenedStore>(open: Open<Opened>): () => Stage<Opened> {
  let stage: Stage<Opened> | undefined;
  beforeEach(async () => {
    const clock = { at: start };
    const still: Clock = { now: () => clock.at, monotonic: () => clock.at, after: () => () => {} };
    stage = { ...(await open(still)), clock };
  });
  afterEach(async () => {
    await stage?.destroy();
  });
  return () => {
    if (stage === undefined) throw new Error('No store is open outside a test.');
    return stage;
  };
}

/** Opens the store of a SQLite file. */
export async function openSqliteStore(options: Parameters<typeof openDatabase>[0]): Promise<Store> {
  return (await openDatabase(options)).store;
}
