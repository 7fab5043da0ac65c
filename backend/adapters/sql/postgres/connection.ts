import {
  type Dialect,
  PostgresAdapter,
  PostgresDialect,
  type PostgresPool,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import pg from 'pg';
import type { StepResult, TableDialect } from '../engine.ts';
import type { PostgresAddress } from './address.ts';
import { classify, translated } from './faults.ts';
import { createNameSearch, lastDigits } from './text-search.ts';

export type Connections = {
  /** Runs one statement on a free connection, in a transaction of its own. Faults throw `store-unavailable`. */
  run(text: string, parameters?: readonly unknown[]): Promise<StepResult>;
  /** Lends a connection; `work` rejecting with a database fault closes it. Errors pass unchanged. */
  lend<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result>;
  /** Lets kysely run its statements here. */
  dialect: Dialect;
  close(): Promise<void>;
};

export type ConnectionLimits = {
  /** Maximum number of open connections. */
  size: number;
  /** Longest time until the answer to a statement. */
  queryTimeoutMs: number;
  /** Sends statements without waiting for the answer to the last one. */
  pipeline?: boolean;
};

/** Longest wait for a connection, new or returned. */
const connectTimeoutMs = 4_000;
const idleTimeoutMs = 30_000;

/** Whole numbers beyond 32 bits, and sums of them, come as text. All that the platform stores are exact as numbers. */
const textNumbers: readonly number[] = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];
export const exactNumbers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    textNumbers.includes(oid)
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** Opens connections when they are needed, up to a maximum. */
export function openConnections(address: PostgresAddress, limits: ConnectionLimits): Connections {
  const pool = new pg.Pool({
    max: limits.size,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    query_timeout: limits.queryTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'callback-platform',
    allowExitOnIdle: true,
    types: exactNumbers,
    Client: clientOf(address, limits.pipeline === true),
  } as unknown as pg.PoolConfig);
  // An idle connection that the server closes is removed from the pool by the pool itself.
  pool.on('error', () => {});

  async function connect(): Promise<pg.PoolClient> {
    for (let host = 1; ; host += 1) {
      try {
        return await connectToWriter();
      } catch (error) {
        address.tryNextHost();
        if (host >= address.hosts) throw error;
      }
    }
  }

  async function connectToWriter(): Promise<pg.PoolClient> {
    const client = await pool.connect();
    if (!address.needsWriter) return client;
    try {
      const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
      if (rows[0]?.standby !== true) return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
    client.release(true);
    throw Object.assign(new Error('The server is a standby'), { code: '25006' });
  }

  async function lend<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    const client = await connect();
    let broken = false;
    const noteEnd = () => {
      broken = true;
    };
    client.on('error', noteEnd);
    try {
      return await work(client);
    } catch (error) {
      broken ||= classify(error) !== 'statement';
      throw error;
    } finally {
      client.off('error', noteEnd);
      client.release(broken);
    }
  }

  async function runOnce(text: string, parameters: readonly unknown[]): Promise<StepResult> {
    return lend(async (client) => {
      const { rows, rowCount } = await client.query(text, [...parameters]);
      return { rows, count: rowCount ?? 0 };
    });
  }

  /** A connection that the server closed while idle fails at its next use, so a read runs again once. */
  async function run(text: string, parameters: readonly unknown[] = []): Promise<StepResult> {
    try {
      return await runOnce(text, parameters).catch((error: unknown) => {
        if (classify(error) !== 'lost') throw error;
        return runOnce(text, parameters);
      });
    } catch (error) {
      throw translated(error);
    }
  }

  const dialect = dialectOn(async (text, parameters) => {
    const { rows, count } = await run(text, parameters);
    return { rows, rowCount: count, command: 'SELECT' };
  });
  let ended: Promise<void> | undefined;
  function close(): Promise<void> {
    ended ??= pool.end();
    return ended;
  }
  return { run, lend, dialect, close };
}

/** The address can change while the process runs, so each client reads it when it is created. */
function clientOf(address: PostgresAddress, pipeline: boolean) {
  return class extends pg.Client {
    constructor(options: pg.ClientConfig) {
      super({ ...options, ...address.connection(), pipeline } as pg.ClientConfig);
      // An error without a listener ends the process, also one that comes while nothing uses the connection.
      this.on('error', () => {});
    }
  };
}

type Query = (text: string, parameters: readonly unknown[]) => Promise<unknown>;

/** Kysely takes a connection from a pool for each statement; here every statement goes to `query`. */
function dialectOn(query: Query): PostgresDialect {
  const client = { query, release() {} };
  const pool = { options: {}, connect: async () => client, end: async () => {} };
  return new PostgresDialect({ pool: pool as unknown as PostgresPool });
}

/** Lets kysely run migrations on one client, whose transaction holds the lock of the migrations. */
export function migrationDialect(client: pg.PoolClient): Dialect {
  const dialect = dialectOn((text, parameters) => client.query(text, [...parameters]));
  return {
    createAdapter: () => new LockedAdapter(),
    createDriver: () => dialect.createDriver(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => new ByteOrderCompiler(),
  };
}

/** Kysely's own lock belongs to the session, which a pooler in transaction mode gives to another client. */
class LockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/** Texts are ordered by their bytes, as SQLite and JavaScript order them, regardless of the server's locale. */
class ByteOrderCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: { dataType: string; kind: 'DataTypeNode' }): void {
    super.visitDataType(node as never);
    if (node.dataType === 'text') this.append(' collate "C"');
  }
}

/** The table definitions in the syntax of Postgres. */
export const postgresTables: TableDialect = {
  inTransaction: true,
  autoIncrementId: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
  createNameSearch,
  lastDigits,
  async protectEndedStatus(db) {
    await sql`
      create function callbacks_keep_their_end() returns trigger language plpgsql as $$
      begin
        raise exception 'a callback that has ended keeps its end';
      end $$
    `.execute(db);
    await sql`
      create trigger callbacks_keep_their_end before update of request_status on callbacks
      for each row when (
        old.request_status <> new.request_status and (
          old.request_status in ('completed', 'cancelled')
          or (old.request_status = 'failed' and new.request_status <> 'verified')
        )
      )
      execute function callbacks_keep_their_end()
    `.execute(db);
  },
};
