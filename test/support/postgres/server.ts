import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Names the server that the whole test run shares. */
export const serverVariable = 'TEST_POSTGRES_URL';

let started: Promise<string> | undefined;

/** Returns the address of the run's Postgres server. A test file that runs alone starts one, which ends with it. */
export function postgresServer(): Promise<string> {
  const shared = process.env[serverVariable];
  if (shared !== undefined) return Promise.resolve(shared);
  started ??= startPostgresServer();
  return started;
}

/** Starts a server that ends with this process. */
export async function startPostgresServer(): Promise<string> {
  return (await startOwnServer()).url;
}

export type OwnServer = {
  url: string;
  /** Stops the server as its administrator does for a restart: open transactions are undone. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends the server and deletes its files. */
  end(): void;
};

/** Starts a server that only the caller uses. It ends with this process. */
export async function startOwnServer(): Promise<OwnServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run-server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The Postgres server ended with code ${code}.`)));
  });
  // The pipe keeps the server; it must not keep this process.
  for (const handle of [child, child.stdin, child.stdout]) (handle as unknown as { unref(): void }).unref();
  async function order(line: string): Promise<void> {
    child.stdin.write(`${line}\n`);
    await once(lines, 'line');
  }
  return { url, stop: () => order('stop'), start: () => order('start'), end: () => child.stdin.end() };
}
