import pg from 'pg';
import type { Clock } from '../../../ports/clock.ts';
import { readAddress } from './address.ts';
import { storeUnavailable } from './faults.ts';

/** Some measurements have a slow answer; the fastest has the smallest error. */
const measurements = 3;

/**
 * Creates a clock with the time of the database server, so that leases and due times mean the same to all processes
 * that share it. It runs on this machine's monotonic clock from its creation on: a machine whose clock is set, or is an
 * hour off, changes nothing. Throws `store-unavailable`.
 */
export async function createDatabaseClock(url: string, machine: Clock): Promise<Clock> {
  const offsetMs = await measureOffset(url, machine);
  return { ...machine, now: () => Math.round(machine.monotonic() + offsetMs) };
}

async function measureOffset(url: string, machine: Clock): Promise<number> {
  const client = new pg.Client({
    ...readAddress(url).connection(),
    connectionTimeoutMillis: 4_000,
    query_timeout: 4_000,
  });
  // Its statements reject as well.
  client.on('error', () => {});
  try {
    await client.connect();
    let best = { roundTripMs: Number.POSITIVE_INFINITY, offsetMs: 0 };
    for (let count = 0; count < measurements; count += 1) {
      const askedAt = machine.monotonic();
      const { rows } = await client.query<{ ms: string }>(
        'select extract(epoch from clock_timestamp()) * 1000 as ms',
      );
      const roundTripMs = machine.monotonic() - askedAt;
      const offsetMs = Number(rows[0]?.ms) - (askedAt + roundTripMs / 2);
      if (roundTripMs < best.roundTripMs) best = { roundTripMs, offsetMs };
    }
    return best.offsetMs;
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    await client.end().catch(() => {});
  }
}
