import type { Clock } from '../../../backend/ports/clock.ts';
import type { Sessions } from '../../../backend/ports/sign-in/sessions.ts';
import type { PersonalData } from '../../../backend/ports/store/personal-data.ts';
import type { Spending } from '../../../backend/ports/store/spending.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { createMemoryStore } from './memory-store.ts';
import { createSpending } from './spending.ts';
import { createTables } from './tables.ts';

type MemoryDatabase = { store: Store; spending: Spending; sessions: Sessions; personalData: PersonalData };

function createSessions(): Sessions {
  const sessions = new Map<string, Parameters<Sessions['open']>[0]>();
  return {
    async open(session) {
      sessions.set(session.key, session);
    },
    async find(key, at) {
      const found = sessions.get(key);
      return found !== undefined && found.expiresAt > at ? found.identity : undefined;
    },
    async close(key) {
      sessions.delete(key);
    },
  };
}

function notInMemory(): Promise<never> {
  return Promise.reject(new Error('The memory store keeps no personal data to manage.'));
}

const noPersonalData: PersonalData = {
  export: notInMemory,
  erase: notInMemory,
  claimSweep: notInMemory,
  forgetRequests: notInMemory,
  forgetSignIns: notInMemory,
  scrub: notInMemory,
};

/** A database in memory. Each process opens it anew; its tables stay. */
export function createMemoryDatabase(clock: Clock): { open(): Promise<MemoryDatabase> } {
  const tables = createTables();
  const sessions = createSessions();
  return {
    open: async () => ({
      store: createMemoryStore({ tables, clock }),
      spending: createSpending(tables),
      sessions,
      personalData: noPersonalData,
    }),
  };
}
