import { Worker } from 'node:worker_threads';
import type { CompiledQuery } from 'kysely';
import { storeUnavailable } from './faults.ts';
import type { ReadAnswer, ReadOrder } from './read-thread.ts';

type Waiting = { resolve(rows: unknown[]): void; reject(error: unknown): void };

export type SideReader = {
  read<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  close(): Promise<void>;
};

/** Runs long SELECTs in a thread, so that they do not block the event loop. The first query starts the thread. */
export function createSideReader(path: string): SideReader {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(new URL('./read-thread.ts', import.meta.url), { workerData: { path } });
    started.on('message', settle);
    started.on('error', (error) => {
      thread = undefined;
      for (const { reject } of waiting.values()) reject(storeUnavailable(error));
      waiting.clear();
    });
    return started;
  }

  function settle(answer: ReadAnswer): void {
    const query = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) thread?.unref();
    if ('error' in answer) query?.reject(storeUnavailable(answer.error));
    else query?.resolve(answer.rows);
  }

  return {
    read<Row>({ sql, parameters }: CompiledQuery<Row>) {
      thread ??= start();
      // An idle thread does not keep the process alive, a query does.
      thread.ref();
      lastId += 1;
      const order: ReadOrder = { id: lastId, sql, parameters };
      const rows = new Promise<unknown[]>((resolve, reject) => waiting.set(order.id, { resolve, reject }));
      thread.postMessage(order);
      return rows as Promise<Row[]>;
    },
    async close() {
      await thread?.terminate();
    },
  };
}
