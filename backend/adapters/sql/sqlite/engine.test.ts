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

describe('SQLite engine', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sqlite-engine-'));
    path = join(folder, 'callbacks.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function withEngine(
    run: (engine: Awaited<ReturnType<typeof openSqlite>>, store: Store) => Promise<void>,
  ) {
    const engine = await openSqlite({ path, lockTimeoutMs: 150 });
    try {
      await run(engine, createStore({ engine, clock }));
    } finally {
      await engine.close();
    }
  }

  /** Holds the write lock from a second connection, as another program can while the platform runs. */
  async function whileLocked(run: (unlock: () => void) => Promise<void>) {
    const otherProgram = new DatabaseSync(path);
    otherProgram.exec('begin immediate');
    try {
      await run(() => otherProgram.exec('rollback'));
    } finally {
      otherProgram.close();
    }
  }

  it('the reader connection cannot write', async () => {
    await withEngine(async ({ db, write }) => {
      await write([lockLine(db, 'line', 'default', 0)]);
      await assert.rejects(db.deleteFrom('lines').execute(), { code: 'store-unavailable' });
      assert.equal((await db.selectFrom('lines').selectAll().execute()).length, 1);
    });
  });

  it('a change is readable only after it is durable', async () => {
    await withEngine(async ({ db, read, write }) => {
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

  it('a separate reader streams committed rows', async () => {
    await withEngine(async ({ db, write }) => {
      await write([lockLine(db, 'line', 'default', 0)]);
      const reader = openReader(path);
      const names: string[] = [];
      for await (const row of reader.selectFrom('lines').select('line').stream()) names.push(row.line);
      await reader.destroy();
      assert.deepEqual(names, ['line']);
    });
  });

  it("a write waits for another program's short lock", async () => {
    await withEngine(({ db, write }) =>
      whileLocked(async (unlock) => {
        const written = write([lockLine(db, 'line', 'default', 0)]);
        setTimeout(unlock, 60);
        assert.equal((await written).ok, true);
      }),
    );
  });

  it('a write fails with a fix after the lock timeout, and the next one succeeds', async () => {
    await withEngine(async ({ db, write }) => {
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

  it('polling for due effects does not write', async () => {
    await withEngine((_, store) =>
      whileLocked(async () => {
        const claimed = store.claim({ kinds: ['place-call'], owner: 'a', at: 0, leaseMs: 1, limit: 1 });
        assert.deepEqual(await claimed, []);
      }),
    );
  });

  it('the event loop runs while a long queue is committed', async () => {
    await withEngine(async ({ db, write }) => {
      let rounds = 0;
      let writing = true;
      const countRound = () => {
        rounds += 1;
        if (writing) setImmediate(countRound);
      };
      setImmediate(countRound);
      await Promise.all(Array.from({ length: 1_000 }, (_, n) => write([lockLine(db, `${n}`, 'default', 0)])));
      writing = false;
      assert.ok(rounds >= 10, `the event loop ran ${rounds} times`);
    });
  });

  it('closing commits queued changes and refuses new ones', async () => {
    const engine = await openSqlite({ path, lockTimeoutMs: 150 });
    const steps: Step[] = [lockLine(engine.db, 'line', 'default', 0)];
    const last = engine.write(steps);
    await engine.close();
    assert.equal((await last).ok, true);
    await assert.rejects(engine.write(steps), { code: 'store-unavailable' });
  });

  it('other users of the machine cannot read the files', async () => {
    await withEngine(async ({ db, write }) => {
      await write([lockLine(db, 'line', 'default', 0)]);
      const files = await readdir(folder);
      assert.deepEqual(files.sort(), [
        'callbacks.db',
        'callbacks.db-shm',
        'callbacks.db-wal',
        'callbacks.db.lock',
        'callbacks.db.seal',
      ]);
      for (const name of files) assert.equal((await stat(join(folder, name))).mode & 0o077, 0, name);
    });
  });

  it('a file that is no database or cannot be opened is reported with a fix', async () => {
    await writeFile(path, 'This is a letter. '.repeat(100));
    await assert.rejects(openSqlite({ path, lockTimeoutMs: 0 }), {
      code: 'store-unavailable',
      message: /DATABASE_PATH/,
    });
    await mkdir(`${folder}/folder.db`);
    const folderPath = openSqlite({ path: `${folder}/folder.db`, lockTimeoutMs: 0 });
    await assert.rejects(folderPath, { code: 'store-unavailable', message: /folder.db cannot be opened/ });
  });
});
