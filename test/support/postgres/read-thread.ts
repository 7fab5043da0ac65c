import { type MessagePort, workerData } from 'node:worker_threads';
import pg from 'pg';

/** Runs in a thread of its own: answers each query with its rows, and then wakes the thread that waits for them. */

export type Question = { url: string; text: string; values: readonly unknown[] };
export type Answer = { rows: Record<string, unknown>[] } | { error: string };

const { port, signal } = workerData as { port: MessagePort; signal: Int32Array };
const clients = new Map<string, Promise<pg.Client>>();

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => clients.delete(url));
  await client.connect();
  return client;
}

async function answer({ url, text, values }: Question): Promise<Answer> {
  try {
    const client = clients.get(url) ?? connect(url);
    clients.set(url, client);
    const { rows } = await (await client).query(text, [...values]);
    return { rows };
  } catch (error) {
    return { error: String(error) };
  }
}

port.on('message', async (question: Question) => {
  port.postMessage(await answer(question));
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
});
