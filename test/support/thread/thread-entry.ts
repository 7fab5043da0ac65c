import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadAnswer, ThreadCall } from './thread.ts';

const exported: Record<string, (input: unknown) => unknown> = await import(workerData);

async function answer({ name, input }: ThreadCall): Promise<ThreadAnswer> {
  try {
    return { result: await exported[name]?.(input) };
  } catch (error) {
    return { error };
  }
}

parentPort?.on('message', async (call: ThreadCall) => parentPort?.postMessage(await answer(call)));
