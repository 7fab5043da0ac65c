import pg from 'pg';
import type { Clock } from '../../../ports/clock.ts';
import { readAddress } from './address.ts';
import { storeUnavailable } from './faults.ts';

/** Some measurements have a slow answer; the fastest has the smallest error. */
const measurements = 3;

/**
 * Creates a clock with the time of the database server. Leases and due times thus mean the same to all processes. It
 * runs on this machine's monotonic clock from its creation on: a machine whose clock is set, or is an hour off,
 * changes nothing. With a `speed`, which `machine` has as well, the time runs faster from the creation of the
 * database on. Throws `store-unavailable`.
 */
export async function createDatabaseClock(url: string, machine: Clock, speed = 1): Promise<Clock> {
  const offsetMs = await measureOffset(url, machine, speed);
  return { ...machine, now: () => Math.round(machine.monotonic() + offsetMs) };
}

async function measureOffset(url: string, machine: Clock, speed: number): Promise<number> {
  const client = new pg.Client({
    ...readAddress(url).connection(),
    connectionTimeoutMillis: 4_000,
    query_timeout: 4_000,
  });
  // Its statements reject as well.
  client.on('error', () => {});
  try {
    await client.connect();
    const originMs = speed === 1 ? 0 : await createdAt(client);
    let best = { roundTripMs: Number.POSITIVE_INFINITY, offsetMs: 0 };
    for (let count = 0; count < measurements; count += 1) {
      const askedAt = machine.monotonic();
      const { rows } = await client.query<{ ms: string }>(
        'select extract(epoch from clock_timestamp()) * 1000 as ms',
      );
      const roundTripMs = machine.monotonic() - askedAt;
      const serverMs = originMs + (Number(rows[0]?.ms) - originMs) * speed;
      const offsetMs = serverMs - (askedAt + roundTripMs / 2);
      if (roundTripMs < best.roundTripMs) best = { roundTripMs, offsetMs };
    }
    return best.offsetMs;
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Needs the rights of an owner of the server: https://www.postgresql.org/docs/current/functions-admin.html */
async function createdAt(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ ms: string }>(`
    select extract(epoch from (pg_stat_file('base/' || oid || '/PG_VERSION')).modification) * 1000 as ms
    from pg_database where datname = current_database()`);
  return Number(rows[0]?.ms);
}
