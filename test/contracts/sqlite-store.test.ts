import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../backend/ports/clock.ts';
import { type OpenedStore, openSqliteStore } from './store/open-store.ts';
import { storeContract } from './store.ts';

storeContract('SQLite', async (clock: Clock): Promise<OpenedStore> => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-store-'));
  const path = join(folder, 'callbacks.db');
  let store = await openSqliteStore({ path, clock });
  return {
    store,
    async reopen() {
      await store.close();
      store = await openSqliteStore({ path, clock });
      return store;
    },
    async sql(text) {
      const database = new DatabaseSync(path);
      try {
        return database.prepare(text).all();
      } finally {
        database.close();
      }
    },
    async destroy() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});
