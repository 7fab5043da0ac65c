import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openSqliteStore, start } from './store/open-store.ts';

const clock = { now: () => start, monotonic: () => 0, after: () => () => {} };
const writer = join(import.meta.dirname, 'store-writer.ts');

type Writer = {
  process: ChildProcess;
  said: string[];
  until(done: (said: string[]) => boolean): Promise<void>;
};

describe('A SQLite store and other processes', () => {
  let folder: string;
  let path: string;
  let running: Writer[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callback-store-'));
    path = join(folder, 'data', 'callbacks.db');
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map(kill));
    await rm(folder, { recursive: true });
  });

  function startWriter(hands: number, limits = ':'): Writer {
    const command = `${limits}; exec "$0" "$@"`;
    const child = spawn('sh', ['-c', command, process.execPath, writer, path, String(hands)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const said: string[] = [];
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (word) => said.push(word));
    const until = (done: (said: string[]) => boolean) =>
      new Promise<void>((resolve, reject) => {
        lines.on('line', () => done(said) && resolve());
        lines.on('close', () => reject(new Error('The writer ended before it was to.')));
      });
    const started = { process: child, said, until };
    running.push(started);
    return started;
  }

  // rule: grouped-commits
  it('refuses a second process with the file and the fix, and opens after a SIGKILL', async () => {
    const first = startWriter(0);
    await first.until((said) => said.includes('open'));
    await assert.rejects(openSqliteStore({ path, clock }), (fault: Error & { code?: string }) => {
      assert.equal(fault.code, 'database-in-use');
      assert.ok(fault.message.includes(path));
      assert.match(fault.message, /DATABASE_PATH/);
      return true;
    });
    await kill(first);
    await (await openSqliteStore({ path, clock })).close();
  });

  it('refuses a second store in the same process', async () => {
    const store = await openSqliteStore({ path, clock });
    await assert.rejects(openSqliteStore({ path, clock }), { code: 'database-in-use' });
    await store.close();
    await (await openSqliteStore({ path, clock })).close();
  });

  // rule: grouped-commits
  it('keeps everything that was acknowledged before a SIGKILL', async () => {
    const child = startWriter(20);
    await child.until((said) => said.length > 300);
    await kill(child);
    const acknowledged = child.said.filter((word) => word !== 'open');
    const store = await openSqliteStore({ path, clock });
    for (const n of acknowledged) assert.ok(await store.load(`request-${n}`), `request ${n} is lost`);
    await store.close();
  });

  // rule: grouped-commits
  it('on a full disk applies exactly the acknowledged changes', async () => {
    const child = startWriter(20, 'ulimit -f 2048');
    await child.until((said) => said.some((word) => word.startsWith('check')));
    assert.ok(child.said.includes('fault store-unavailable'));
    assert.ok(child.said.includes('check: fault store-unavailable'));
    await kill(child);
    const acknowledged = child.said.filter((word) => /^\d+$/.test(word)).map(Number);
    assert.ok(acknowledged.length > 20);
    const store = await openSqliteStore({ path, clock });
    for (let n = 0; n < Math.max(...acknowledged) + 40; n += 1) {
      assert.equal(
        (await store.load(`request-${n}`)) !== undefined,
        acknowledged.includes(n),
        `request ${n}`,
      );
    }
    await store.close();
  });
});

async function kill({ process: child }: Writer): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
