import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

type Exported = Record<string, unknown>;

/** Names of the functions that a module exports and a thread can call. */
type Callable<Module extends Exported> = {
  [Name in keyof Module]: Module[Name] extends (input: never) => unknown ? Name : never;
}[keyof Module] &
  string;

export type Thread<Module extends Exported> = {
  /** Calls an exported function; input and result are copied. One call at a time. */
  call<Name extends Callable<Module>>(
    name: Name,
    input: Module[Name] extends (input: infer Input) => unknown ? Input : never,
  ): Promise<Module[Name] extends (input: never) => infer Output ? Awaited<Output> : never>;
  close(): Promise<unknown>;
};

export type ThreadCall = { name: string; input: unknown };
export type ThreadAnswer = { result: unknown } | { error: unknown };

/** Few short-lived objects survive when the young generation is large, so that collecting them costs little. */
const youngGenerationMb = 64;

/**
 * Opens a thread for a long run. node:test observes each promise of its own thread, which costs more than most runs:
 * another thread has no such observer.
 */
export function openThread<Module extends Exported>(module: URL): Thread<Module> {
  const worker = new Worker(new URL('thread-entry.ts', import.meta.url), {
    workerData: module.href,
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
  });
  return {
    async call(name, input) {
      worker.postMessage({ name, input } satisfies ThreadCall);
      const [answer] = (await once(worker, 'message')) as [ThreadAnswer];
      if ('error' in answer) throw answer.error;
      return answer.result as never;
    },
    close: () => worker.terminate(),
  };
}
