import { parentPort, workerData } from 'node:worker_threads';
import { type Connection, connect } from './connection.ts';

/** Runs in a thread of its own: answers each SELECT with its rows, in order. */

export type ReadOrder = { id: number; sql: string; parameters: readonly unknown[] };
export type ReadAnswer = { id: number; rows: unknown[] } | { id: number; error: unknown };

const { path } = workerData as { path: string };
let connection: Connection | undefined;

parentPort?.on('message', ({ id, sql, parameters }: ReadOrder) => {
  parentPort?.postMessage(answer(id, sql, parameters));
});

function answer(id: number, sql: string, parameters: readonly unknown[]): ReadAnswer {
  try {
    connection ??= open();
    return { id, rows: connection.run(sql, parameters).rows };
  } catch (error) {
    return { id, error };
  }
}

/** Lists read single rows from all over the file. A mapped file spares the copy: https://www.sqlite.org/mmap.html */
const maxMappedBytes = 2 ** 31;

function open(): Connection {
  const opened = connect(path, { readOnly: true });
  opened.run(`pragma mmap_size = ${maxMappedBytes}`);
  return opened;
}
