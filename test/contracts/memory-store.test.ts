import { callbackRow } from '../../backend/adapters/sql/rows/callback-row.ts';
import { createMemoryStore } from '../support/memory-store/memory-store.ts';
import { createTables, type Tables } from '../support/memory-store/tables.ts';
import { storeContract } from './store.ts';

storeContract('memory', async (clock) => {
  const tables = createTables();
  return {
    store: createMemoryStore({ tables, clock }),
    reopen: async () => createMemoryStore({ tables, clock }),
    rows: async (table) => rowsOf(tables, table),
    destroy: async () => {},
  };
});

/** The rows as an SQL store would show them. */
function rowsOf(tables: Tables, table: 'callbacks' | 'audit_log' | 'usage_counters') {
  switch (table) {
    case 'callbacks':
      return [...tables.callbacks.values()].map(callbackRow);
    case 'audit_log':
      return [...tables.audit.values()].map(({ eventType }) => ({ event_type: eventType }));
    case 'usage_counters':
      return [...tables.counters.values()].map(({ startsAt, period, amounts }) => ({
        starts_at: new Date(startsAt).toISOString(),
        period,
        ...amounts,
      }));
  }
}
