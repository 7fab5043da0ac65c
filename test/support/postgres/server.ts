import { spawn } from 'node:child_process';
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
  return url;
}
