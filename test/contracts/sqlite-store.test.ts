import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../backend/ports/clock.ts';
import { type OpenedSqlStore, openSqliteStore } from './store/open-store.ts';
import { sqlStoreContract } from './store.ts';

sqlStoreContract('SQLite', async (clock: Clock): Promise<OpenedSqlStore> => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-store-'));
  const path = join(folder, 'callbacks.db');
  let store = await openSqliteStore({ path, clock });

  async function sql(text: string) {
    const database = new DatabaseSync(path);
    try {
      return database.prepare(text).all();
    } finally {
      database.close();
    }
  }

  return {
    store,
    async reopen() {
      await store.close();
      store = await openSqliteStore({ path, clock });
      return store;
    },
    sql,
    rows: (table) => sql(`select * from ${table} order by rowid`),
    async destroy() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});
