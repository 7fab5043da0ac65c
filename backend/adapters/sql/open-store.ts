import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import { openSqlite } from './sqlite-engine.ts';
import { createStore } from './store.ts';

/** Opens the SQLite file at `path` as a store. Throws `database-in-use` or `store-unavailable`. */
export async function openStore(options: {
  path: string;
  clock: Clock;
  lockPatience?: number;
}): Promise<Store> {
  const { path, clock, lockPatience = 5_000 } = options;
  return createStore({ engine: await openSqlite({ path, lockPatience }), clock });
}
