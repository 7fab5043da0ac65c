import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Answer, Question } from './read-thread.ts';

type Reader = (question: Question) => Answer;

let reader: Reader | undefined;

/** Reads committed rows and waits for them without a promise, as tests of SQLite files do. Placeholders are `?`. */
export function readPostgresRows(
  url: string,
  sql: string,
  values: readonly unknown[],
): Record<string, unknown>[] {
  reader ??= startReader();
  let place = 0;
  const text = sql.replace(/\?/g, () => {
    place += 1;
    return `$${place}`;
  });
  const answer = reader({ url, text, values });
  if ('error' in answer) throw new Error(`${answer.error}: ${text}`);
  return answer.rows;
}

function startReader(): Reader {
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL('./read-thread.ts', import.meta.url), {
    workerData: { port: port2, signal },
    transferList: [port2],
  });
  thread.unref();
  port1.unref();
  return (question) => {
    Atomics.store(signal, 0, 0);
    port1.postMessage(question);
    Atomics.wait(signal, 0, 0, 20_000);
    const message = receiveMessageOnPort(port1)?.message as Answer | undefined;
    return message ?? { error: 'no answer from Postgres' };
  };
}
