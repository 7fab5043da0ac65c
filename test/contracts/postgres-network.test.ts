import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createDatabasePorts } from '../../backend/adapters/sql/database.ts';
import { readAddress } from '../../backend/adapters/sql/postgres/address.ts';
import { openAnnouncements } from '../../backend/adapters/sql/postgres/announcements.ts';
import { openConnections } from '../../backend/adapters/sql/postgres/connection.ts';
import { openPostgres, type PostgresSettings } from '../../backend/adapters/sql/postgres/engine.ts';
import { freePort } from '../../backend/cli/rehearsal/service-process.ts';
import type { Store } from '../../backend/ports/store/store.ts';
import { startByteProxy } from '../support/postgres/byte-proxy.ts';
import { createBareDatabase } from '../support/postgres/database.ts';
import { start } from './store/open-store.ts';
import { creation, sampleCallback, saved } from './store/samples.ts';

const clock = { now: () => start, monotonic: () => 0, after: () => () => {} };
const hasPooler = spawnSync('pgbouncer', ['--version']).error === undefined;
const skip = hasPooler ? false : 'pgbouncer is not installed (apt-get install pgbouncer)';

async function openStore(t: TestContext, settings: Omit<PostgresSettings, 'poolSize'>): Promise<Store> {
  const { store } = createDatabasePorts(await openPostgres({ ...settings, poolSize: 3 }), clock);
  t.after(() => store.close());
  return store;
}

function withPort(url: string, port: number): string {
  return Object.assign(new URL(url), { port: String(port) }).href;
}

/** Returns the address of the database through PgBouncer, which lends a connection for one transaction. */
async function startPooler(t: TestContext, url: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pooler-'));
  const port = await freePort();
  const users = join(folder, 'users.txt');
  writeFileSync(users, '"postgres" ""\n');
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
    * = host=127.0.0.1 port=${new URL(url).port}
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = ${port}
    unix_socket_dir =
    auth_type = trust
    auth_file = ${users}
    pool_mode = transaction
    default_pool_size = 4
    ${process.getuid?.() === 0 ? 'user = postgres' : ''}
    `.replaceAll(/^ +/gm, ''),
  );
  chmodSync(folder, 0o755);
  const pooler = spawn('pgbouncer', ['-q', join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
  t.after(() => {
    pooler.kill('SIGTERM');
    rmSync(folder, { recursive: true });
  });
  while (!(await accepts(port))) assert.equal(pooler.exitCode, null, 'pgbouncer runs');
  return withPort(url, port);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => setTimeout(resolve, 50, false));
    socket.once('connect', () => socket.destroy());
  });
}

test('behind PgBouncer in transaction mode limits are exact and commits are heard', {
  skip,
  timeout: 60_000,
}, async (t) => {
  const { url, drop } = await createBareDatabase();
  t.after(drop);
  const pooled = await startPooler(t, url);
  const stores = [
    await openStore(t, { url: pooled, directUrl: url }),
    await openStore(t, { url: pooled, directUrl: url }),
  ] as const;
  const heard = new Promise((resolve) => stores[1].onCommit(resolve));
  const guards = [{ kind: 'client-below', client: 'ann', since: start, max: 5 }] as const;
  const origin = { client: 'ann', idempotencyKey: undefined, bodyHash: undefined };
  const outcomes = await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      stores[n % 2 === 0 ? 0 : 1].commit(creation(sampleCallback(n), { origin, guards: [...guards] })),
    ),
  );
  assert.equal(outcomes.filter(({ ok }) => ok).length, 5);
  // A commit of now: the listener can have connected after the others.
  const now = Date.now();
  await saved(stores[0], creation(sampleCallback(99, { createdAt: now, updatedAt: now })));
  assert.match(((await heard) as { callbackId: string }).callbackId, /^request-/);
});

test('a half-open listener notices that no byte passes, and reads what it missed', {
  timeout: 60_000,
}, async (t) => {
  const { url, drop } = await createBareDatabase();
  t.after(drop);
  const store = await openStore(t, { url });
  const proxy = await startByteProxy(Number(new URL(url).port));
  t.after(() => proxy.close());
  const connections = openConnections(readAddress(url), { size: 2, queryTimeoutMs: 10_000 });
  const fault = Promise.withResolvers<string>();
  const announcements = openAnnouncements({
    connections,
    direct: readAddress(withPort(url, proxy.port)),
    onFault: fault.resolve,
    watchMs: 200,
    answerTimeoutMs: 1_000,
  });
  t.after(async () => {
    await announcements.close();
    await connections.close();
  });
  const told = new Set<string>();
  let wake = () => {};
  announcements.onAnnounced(({ callbackId }) => {
    told.add(callbackId);
    wake();
  });
  async function tells(number: number): Promise<void> {
    const now = Date.now();
    const said = new Promise<void>((resolve) => {
      wake = () => void (told.has(`request-${number}`) && resolve());
    });
    await saved(store, creation(sampleCallback(number, { createdAt: now, updatedAt: now })));
    await said;
  }
  await tells(1);
  proxy.swallow();
  await tells(2);
  assert.match(await fault.promise, /timeout/i);
});
