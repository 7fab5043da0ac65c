import type { Store } from '../../ports/store/store.ts';
import type { DatabasePorts } from './database.ts';
import type { Engine } from './engine.ts';
import type { Moved } from './moved.ts';
import { databaseMoved, isStoreFault } from './store-fault.ts';

/** A database with the ports on it. */
export type OpenDatabase = { engine: Engine; ports: DatabasePorts };

/** How soon a server that writes nothing notices that its database was moved (ms). */
const watchMs = 2_000;
/** What still reads the former database, which changes no more, can end within this time (ms). */
const closeFormerMs = 30_000;

type Listener = Parameters<Store['onCommit']>[0];

/**
 * Returns ports that go to another database when the callbacks are moved there. The former database then refuses every
 * write. A refused call of a port is made again on the new one, and decides on the rows there.
 */
export function followMoves(options: {
  first: OpenDatabase;
  openNext(moved: Moved): Promise<OpenDatabase>;
}): DatabasePorts {
  const { first, openNext } = options;
  const listeners = new Set<Listener>();
  const open = new Set([first]);
  let current = first;
  let switching: Promise<void> | undefined;

  function listenTo({ ports }: OpenDatabase): void {
    ports.store.onCommit((touched) => {
      for (const listener of [...listeners]) listener(touched);
    });
  }

  function leave(former: OpenDatabase): Promise<void> {
    if (current !== former) return Promise.resolve();
    switching ??= goToNext(former).finally(() => {
      switching = undefined;
    });
    return switching;
  }

  async function goToNext(former: OpenDatabase): Promise<void> {
    const moved = await former.engine.movedTo();
    if (moved === undefined) throw databaseMoved();
    current = await openNext(moved);
    open.add(current);
    listenTo(current);
    setTimeout(() => void close(former), closeFormerMs).unref();
  }

  async function close(database: OpenDatabase): Promise<void> {
    if (open.delete(database)) await database.engine.close();
  }

  async function again(error: unknown, used: OpenDatabase, call: () => unknown): Promise<unknown> {
    if (!isStoreFault(error) || error.code !== 'database-moved') throw error;
    await leave(used);
    return call();
  }

  function portOf<Name extends keyof DatabasePorts>(name: Name): DatabasePorts[Name] {
    const methods = Object.entries(first.ports[name]).map(([method, value]) => {
      if (typeof value !== 'function') return [method, value];
      return [method, (...values: unknown[]) => callPort(name, method, values)];
    });
    return Object.fromEntries(methods) as DatabasePorts[Name];
  }

  function callPort(name: keyof DatabasePorts, method: string, values: unknown[]): unknown {
    const used = current;
    const port = used.ports[name];
    const result: unknown = Reflect.apply(Reflect.get(port, method), port, values);
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => again(error, used, () => callPort(name, method, values)));
  }

  const watch = setInterval(async () => {
    const used = current;
    // A database that cannot be reached fails in what uses it.
    const moved = await used.engine.movedTo().catch(() => undefined);
    if (moved !== undefined) await leave(used).catch(() => {});
  }, watchMs);
  watch.unref();
  listenTo(first);

  const names = Object.keys(first.ports) as (keyof DatabasePorts)[];
  const ports = Object.fromEntries(names.map((name) => [name, portOf(name)])) as unknown as DatabasePorts;
  return {
    ...ports,
    store: {
      ...ports.store,
      onCommit(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async close() {
        clearInterval(watch);
        await switching?.catch(() => {});
        await Promise.all([...open].map(close));
      },
    },
  };
}
