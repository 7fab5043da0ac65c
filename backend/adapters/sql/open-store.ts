import type { Store } from '../../ports/store/store.ts';
import { openDatabase } from './open-database.ts';

/** The store alone, for whoever needs nothing else of the database. Throws as `openDatabase` does. */
export async function openStore(options: Parameters<typeof openDatabase>[0]): Promise<Store> {
  return (await openDatabase(options)).store;
}
