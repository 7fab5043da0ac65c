import { createDatabasePorts, type DatabasePorts } from '../../backend/adapters/sql/database.ts';
import { openSqlite } from '../../backend/adapters/sql/sqlite/engine.ts';
import { createCalendar } from '../../backend/adapters/system/calendar.ts';
import { createClock } from '../../backend/adapters/system/clock.ts';
import type { ListFilter, ListPage } from '../../backend/ports/operator/callback-list.ts';
import { siteFigures } from '../../backend/usecases/operator/statistics.ts';
import { monotonic } from '../actors/monotonic.ts';

export const clients = 4;
const rounds = 12;
const siteId = 'default';

/** Durations (ms) of each read of the operator, with four clients that never pause. */
export type OperatorReads = {
  /** One row by its key, in the same thread. */
  bare: number[];
  reads: Map<string, number[]>;
};

type Read = () => Promise<unknown>;

export async function measureOperatorReads(path: string): Promise<OperatorReads> {
  const engine = await openSqlite({ path, lockTimeoutMs: 5_000 });
  const ports = createDatabasePorts(engine, createClock());
  const [newest] = await ports.callbackList.ids({ siteId }, 1);
  const bareQuery = engine.db
    .selectFrom('callbacks')
    .select('version')
    .where('request_id', '=', newest ?? '')
    .compile();
  const bare = await timed(() => engine.readAside(bareQuery));
  const reads = new Map<string, number[]>();
  for (const [name, read] of await readsOf(ports, newest ?? '')) {
    await read();
    reads.set(name, await timed(read));
  }
  await ports.store.close();
  return { bare, reads };
}

async function timed(read: Read): Promise<number[]> {
  const durations: number[] = [];
  const client = async () => {
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = monotonic();
      await read();
      durations.push(monotonic() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return durations;
}

const dayMs = 86_400_000;

const filters: [string, Omit<ListFilter, 'siteId'>][] = [
  ['all', {}],
  ['a rare status', { status: ['verified'] }],
  ['two statuses', { status: ['failed', 'cancelled'] }],
  ['an outcome', { outcome: ['business-no-answer'] }],
  ['needs you', { needsYou: true }],
  ['does not need you', { needsYou: false }],
  ['last 4 digits', { phone: { lastDigits: '5678' } }],
  ['last 7 digits', { phone: { lastDigits: '1345678' } }],
  ['a common name', { name: 'ann' }],
  ['a rare name', { name: 'Lena 77' }],
  ['two letters', { name: 'ör' }],
];

async function readsOf(
  { callbackList, statistics }: DatabasePorts,
  callbackId: string,
): Promise<[string, Read][]> {
  const now = createClock().now();
  const week = { from: now - 40 * dayMs, to: now - 33 * dayMs };
  const reads: [string, Read][] = [];
  for (const [what, own] of [...filters, ['a week', week] as const]) {
    const filter = { siteId, ...own };
    for (const sort of ['created_at', 'updated_at', 'name'] as const) {
      const first: ListPage = { sort, order: 'desc', limit: 50, after: undefined };
      const deep = { ...first, after: (await callbackList.search(filter, { ...first, limit: 500 })).next };
      reads.push([`${what}, by ${sort}`, () => callbackList.search(filter, first)]);
      if (deep.after !== undefined)
        reads.push([`${what}, by ${sort}, page 11`, () => callbackList.search(filter, deep)]);
    }
    reads.push([`${what}, count`, () => callbackList.count(filter)]);
  }
  const calendar = createCalendar();
  const site = { id: siteId, zone: 'Europe/Berlin' };
  const period = { from: now - 30 * dayMs, to: now, now };
  reads.push(['figures of 30 days', () => siteFigures({ statistics, callbackList, calendar }, site, period)]);
  reads.push(['details of one callback', () => callbackList.open(siteId, callbackId)]);
  return reads;
}
