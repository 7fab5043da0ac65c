import { createDatabasePorts } from '../../backend/adapters/sql/database.ts';
import { createCallbackList } from '../../backend/adapters/sql/operator/callback-list.ts';
import { openPostgres } from '../../backend/adapters/sql/postgres/engine.ts';
import type { Clock } from '../../backend/ports/clock.ts';
import { lendDatabase, type TestDatabase } from '../support/postgres/database.ts';
import type { OpenedSqlStore } from './store/open-store.ts';
import { sqlStoreContract } from './store.ts';

type Engine = Awaited<ReturnType<typeof openPostgres>>;

/** Opening a connection costs more than most tests, so an engine serves several. */
const idle = new Map<string, Engine>();

async function openEngine({ url }: TestDatabase): Promise<Engine> {
  const engine = idle.get(url) ?? (await openPostgres({ url, poolSize: 4 }));
  idle.delete(url);
  return engine;
}

sqlStoreContract('Postgres', async (clock: Clock): Promise<OpenedSqlStore> => {
  const database = await lendDatabase();
  let engine = await openEngine(database);
  return {
    store: createDatabasePorts(engine, clock).store,
    async reopen() {
      await engine.close();
      engine = await openEngine(database);
      return createDatabasePorts(engine, clock).store;
    },
    sql: (text) => database.sql(text),
    lists: (most) => createCallbackList(engine, most),
    rows: (table) => database.sql(`select * from ${table} order by xmin::text::bigint, ctid`),
    async destroy() {
      idle.set(database.url, engine);
      await database.release();
    },
  };
});
