import pg from 'pg';
import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import { postgresServer } from './server.ts';

export type TestDatabase = {
  url: string;
  /** Runs SQL without the store. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Empties the database and keeps it for another test of this process. */
  release(): Promise<void>;
};

/** Counters are wider than 32 bits, and `pg` reads such numbers as texts. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid)) as typeof pg.types.getTypeParser,
};

const template = 'callback_template';
const free: TestDatabase[] = [];
let created = 0;

/** Lends an empty, migrated database. Creating one costs more than emptying it, so a process uses its own again. */
export async function lendDatabase(): Promise<TestDatabase> {
  return free.pop() ?? connectTo(await createDatabase());
}

async function connectTo(name: string): Promise<TestDatabase> {
  const url = await addressOf(name);
  const client = new pg.Client({ connectionString: url, types });
  await client.connect();
  // The connection stays open for the next test, and must not keep the process.
  const socket = (client as unknown as { connection: { stream: { ref(): void; unref(): void } } }).connection
    .stream;
  socket.unref();
  const sql = async (text: string, values: readonly unknown[] = []) => {
    socket.ref();
    try {
      return (await client.query(text, [...values])).rows;
    } finally {
      socket.unref();
    }
  };
  const database: TestDatabase = {
    url,
    sql,
    async release() {
      socket.ref();
      await emptyTables(client);
      socket.unref();
      free.push(database);
    },
  };
  return database;
}

async function addressOf(name: string): Promise<string> {
  const url = new URL(await postgresServer());
  url.pathname = name;
  return url.href;
}

async function createDatabase(): Promise<string> {
  created += 1;
  const name = `test_${process.pid}_${created}`;
  const admin = new pg.Client({ connectionString: await postgresServer() });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(1)');
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 0) await createTemplate(admin);
    await admin.query(`create database ${name} template ${template}`);
  } finally {
    await admin.end();
  }
  return name;
}

/** Creates a database without tables. */
export async function createBareDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  created += 1;
  const name = `bare_${process.pid}_${created}`;
  await administer(`create database ${name} template template0`);
  return { url: await addressOf(name), drop: () => administer(`drop database ${name} with (force)`) };
}

async function administer(text: string): Promise<void> {
  const admin = new pg.Client({ connectionString: await postgresServer() });
  await admin.connect();
  await admin.query(text);
  await admin.end();
}

async function createTemplate(admin: pg.Client): Promise<void> {
  await admin.query(`create database ${template}`);
  const still = { now: () => 0, monotonic: () => 0, after: () => () => {} };
  const { store } = await openDatabase({ url: await addressOf(template), poolSize: 1, clock: still });
  await store.close();
}

/** Deleting a few rows is faster than to truncate, which gives each table a new file. */
async function emptyTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select quote_ident(tablename) as name from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%'
      and tablename <> 'database_seal'`);
  const deletions = rows.map(({ name }) => `delete from ${name};`).join('\n');
  // Foreign keys go with the triggers, so the order of the tables does not matter.
  await client.query(`set session_replication_role = replica; ${deletions} reset session_replication_role`);
}
