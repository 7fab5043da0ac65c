import { migrationNames } from '../migrations/migrate.ts';
import { type Connection, connect, sqliteTables } from './connection.ts';
import { translateFaults } from './faults.ts';

/** What a database holds: rows by table, and the migrations that it has had. */
export type DatabaseContents = { rows: Record<string, number>; migrations: string[] };

/**
 * Writes a consistent copy of the database to the new file `target`, also while a server writes to it. The copy holds
 * every change that was acknowledged before the call: https://www.sqlite.org/lang_vacuum.html#vacuuminto
 */
export function copyDatabase(path: string, target: string): void {
  withConnection(path, (connection) => connection.run('vacuum into ?', [target]));
}

/** Reads the whole file. Throws when SQLite finds damage. */
export function checkContents(path: string): DatabaseContents {
  return withConnection(path, (connection) => {
    const found = connection.run('pragma integrity_check(1)').rows as { integrity_check: string }[];
    if (found[0]?.integrity_check !== 'ok') throw new Error(`The database is damaged: ${path}`);
    return readContents(connection);
  });
}

/** Returns the migrations of a database that this version does not know: a newer version made them. */
export function unknownMigrations(migrations: readonly string[]): string[] {
  const known = migrationNames(sqliteTables);
  return migrations.filter((name) => !known.includes(name));
}

/** Returns the calls that may be in progress. Their media is at the carrier. */
export function countLiveCalls(path: string): number {
  return withConnection(path, (connection) => {
    const [row] = connection.run('select count(*) as count from attempts where closed_at is null').rows as {
      count: number;
    }[];
    return row?.count ?? 0;
  });
}

/** Returns what this version would run on the database, and what it does not know: a newer version ran it. */
export function compareMigrations(path: string): { missing: string[]; unknown: string[] } {
  const { migrations } = withConnection(path, readContents);
  const missing = migrationNames(sqliteTables).filter((name) => !migrations.includes(name));
  return { missing, unknown: unknownMigrations(migrations) };
}

/** Moves the write-ahead log into the database file, so that the file is whole without it. */
export function closeCleanly(path: string): void {
  const connection = connect(path, { readOnly: false });
  try {
    connection.run('pragma wal_checkpoint(truncate)');
  } finally {
    connection.close();
  }
}

function readContents(connection: Connection): DatabaseContents {
  const tables = namesIn(
    connection,
    "select name from sqlite_schema where type = 'table' order by name",
  ).filter((name) => !name.startsWith('sqlite_'));
  const rows = tables.map((table) => [table, countRows(connection, table)] as const);
  return {
    rows: Object.fromEntries(rows),
    migrations: tables.includes('kysely_migration')
      ? namesIn(connection, 'select name from kysely_migration order by name')
      : [],
  };
}

function countRows(connection: Connection, table: string): number {
  const [row] = connection.run(`select count(*) as count from "${table}"`).rows as { count: number }[];
  return row?.count ?? 0;
}

function namesIn(connection: Connection, sql: string): string[] {
  return (connection.run(sql).rows as { name: string }[]).map(({ name }) => name);
}

function withConnection<T>(path: string, read: (connection: Connection) => T): T {
  const connection = connect(path, { readOnly: true });
  try {
    return translateFaults(() => read(connection));
  } finally {
    connection.close();
  }
}
