import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createDatabasePorts } from '../../backend/adapters/sql/database.ts';
import { createCallbackList } from '../../backend/adapters/sql/operator/callback-list.ts';
import { openSqlite } from '../../backend/adapters/sql/sqlite/engine.ts';
import type { Clock } from '../../backend/ports/clock.ts';
import type { OpenedSqlStore } from './store/open-store.ts';
import { sqlStoreContract } from './store.ts';

sqlStoreContract('SQLite', async (clock: Clock): Promise<OpenedSqlStore> => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-store-'));
  const path = join(folder, 'callbacks.db');
  const open = () => openSqlite({ path, lockTimeoutMs: 5_000 });
  let engine = await open();

  async function sql(text: string) {
    const database = new DatabaseSync(path);
    try {
      return database.prepare(text).all();
    } finally {
      database.close();
    }
  }

  return {
    store: createDatabasePorts(engine, clock).store,
    async reopen() {
      await engine.close();
      engine = await open();
      return createDatabasePorts(engine, clock).store;
    },
    sql,
    lists: (most) => createCallbackList(engine, most),
    rows: (table) => sql(`select * from ${table} order by rowid`),
    async destroy() {
      await engine.close();
      await rm(folder, { recursive: true });
    },
  };
});
