import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Store } from '../../../ports/store/store.ts';
import type { Step } from '../engine.ts';
import { createStore } from '../store.ts';
import { lockLine } from '../write/line-steps.ts';
import { openReader, openSqlite } from './engine.ts';

const clock = { now: () => 0, monotonic: () => 0, after: () => () => {} };

describe('The SQLite engine', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sqlite-engine-'));
    path = join(folder, 'callbacks.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function opened(
    use: (engine: Awaited<ReturnType<typeof openSqlite>>, store: Store) => Promise<void>,
  ) {
    const engine = await openSqlite({ path, lockTimeoutMs: 150 });
    try {
      await use(engine, createStore({ engine, clock }));
    } finally {
      await engine.close();
    }
  }

  /** What somebody does with a tool of their own while the platform runs. */
  async function whileLocked(use: (unlock: () => void) => Promise<void>) {
    const outsider = new DatabaseSync(path);
    outsider.exec('begin immediate');
    try {
      await use(() => outsider.exec('rollback'));
    } finally {
      outsider.close();
    }
  }

  it('lets nothing be written through the connection it reads with', async () => {
    await opened(async ({ db, write }) => {
      await write([lockLine(db, 'line', 'default', 0)]);
      await assert.rejects(db.deleteFrom('lines').execute(), { code: 'store-unavailable' });
      assert.equal((await db.selectFrom('lines').selectAll().execute()).length, 1);
    });
  });

  it('reads nothing of a change before it is durable, and all of it from then on', async () => {
    await opened(async ({ db, read, write }) => {
      const lines = db.selectFrom('lines').select('line').compile();
      const written = write([lockLine(db, 'line', 'default', 0)]);
      assert.deepEqual(await read(lines), []);
      await written;
      assert.deepEqual(
        (await read(lines)).map(({ line }) => line),
        ['line'],
      );
    });
  });

  it('offers committed rows to a reader of its own, such as the operator’s lists', async () => {
    await opened(async ({ db, write }) => {
      await write([lockLine(db, 'line', 'default', 0)]);
      const reader = openReader(path);
      const names: string[] = [];
      for await (const row of reader.selectFrom('lines').select('line').stream()) names.push(row.line);
      await reader.destroy();
      assert.deepEqual(names, ['line']);
    });
  });

  it('waits for a program that holds the lock for a moment', async () => {
    await opened(({ db, write }) =>
      whileLocked(async (unlock) => {
        const written = write([lockLine(db, 'line', 'default', 0)]);
        setTimeout(unlock, 60);
        assert.equal((await written).ok, true);
      }),
    );
  });

  it('gives up on a program that keeps the lock, says what to do, and goes on afterwards', async () => {
    await opened(async ({ db, write }) => {
      const steps = [lockLine(db, 'line', 'default', 0)];
      await whileLocked(async () => {
        const both = await Promise.allSettled([write(steps), write(steps)]);
        for (const outcome of both) {
          assert.equal(outcome.status === 'rejected' && outcome.reason.code, 'store-unavailable');
          assert.match(outcome.status === 'rejected' ? outcome.reason.message : '', /close it/);
        }
      });
      assert.equal((await write(steps)).ok, true);
    });
  });

  it('looks for due effects without the price of a write', async () => {
    await opened((_, store) =>
      whileLocked(async () => {
        const looked = store.claim({ kinds: ['place-call'], owner: 'a', at: 0, leaseMs: 1, limit: 1 });
        assert.deepEqual(await looked, []);
      }),
    );
  });

  it('lets the event loop go round while it works off a long queue', async () => {
    await opened(async ({ db, write }) => {
      let rounds = 0;
      let working = true;
      const round = () => {
        rounds += 1;
        if (working) setImmediate(round);
      };
      setImmediate(round);
      await Promise.all(Array.from({ length: 1_000 }, (_, n) => write([lockLine(db, `${n}`, 'default', 0)])));
      working = false;
      assert.ok(rounds >= 10, `the event loop went round ${rounds} times`);
    });
  });

  it('finishes what it was given before it closes, and takes no more', async () => {
    const engine = await openSqlite({ path, lockTimeoutMs: 150 });
    const steps: Step[] = [lockLine(engine.db, 'line', 'default', 0)];
    const last = engine.write(steps);
    await engine.close();
    assert.equal((await last).ok, true);
    await assert.rejects(engine.write(steps), { code: 'store-unavailable' });
  });

  it('keeps what it stores from other users of the machine', async () => {
    await opened(async ({ db, write }) => {
      await write([lockLine(db, 'line', 'default', 0)]);
      const files = (await readdir(folder)).filter((name) => !name.endsWith('.lock'));
      assert.deepEqual(files.sort(), [
        'callbacks.db',
        'callbacks.db-shm',
        'callbacks.db-wal',
        'callbacks.db.seal',
      ]);
      for (const name of files) assert.equal((await stat(join(folder, name))).mode & 0o077, 0, name);
    });
  });

  it('says what is wrong with a file that is not a database, or cannot be opened', async () => {
    await writeFile(path, 'This is a letter. '.repeat(100));
    await assert.rejects(openSqlite({ path, lockTimeoutMs: 0 }), {
      code: 'store-unavailable',
      message: /DATABASE_PATH/,
    });
    await mkdir(`${folder}/taken.db`);
    const taken = openSqlite({ path: `${folder}/taken.db`, lockTimeoutMs: 0 });
    await assert.rejects(taken, { code: 'store-unavailable', message: /taken.db cannot be opened/ });
  });
});
