import assert from 'node:assert/strict';
import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openSqlite } from './engine.ts';

describe('where a database is', () => {
  let root: string;
  let folder: string;
  let path: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'locate-'));
    folder = join(root, 'data');
    path = join(folder, 'callbacks.db');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const open = (name: string) => openSqlite({ path: name, lockTimeoutMs: 0 });

  /** Opens and closes. Returns whether the database counts as moved. */
  async function moved(name: string): Promise<boolean> {
    const engine = await open(name);
    await engine.close();
    return engine.moved;
  }

  /** The names by which one database can be reached: link, hard link, link to its folder, relative path. */
  function otherNames(): string[] {
    symlinkSync(path, join(root, 'symlink.db'));
    linkSync(path, join(folder, 'hard-link.db'));
    symlinkSync(folder, join(root, 'linked-folder'));
    return [
      join(root, 'symlink.db'),
      join(folder, 'hard-link.db'),
      join(root, 'linked-folder', 'callbacks.db'),
      relative(process.cwd(), path),
      `${folder}/../data/./callbacks.db`,
    ];
  }

  // rule: moved-database
  it('a database is known by every name of its file', async () => {
    await moved(path);
    for (const name of otherNames()) assert.equal(await moved(name), false, name);
    assert.equal(await moved(path), false);
  });

  it('a database that is open cannot be opened by another name', async () => {
    const engine = await open(path);
    for (const name of otherNames()) await assert.rejects(open(name), { code: 'database-in-use' }, name);
    await engine.close();
  });

  it('a hard link in another folder is refused with a fix, and the first name stays', async () => {
    await moved(path);
    mkdirSync(join(root, 'elsewhere'));
    linkSync(path, join(root, 'elsewhere', 'callbacks.db'));
    await assert.rejects(open(join(root, 'elsewhere', 'callbacks.db')), /hard link.*DATABASE_PATH/);
    assert.equal(await moved(path), false);
  });

  // rule: moved-database
  it('a renamed folder keeps its database known', async () => {
    await moved(path);
    renameSync(folder, join(root, 'renamed'));
    assert.equal(await moved(join(root, 'renamed', 'callbacks.db')), false);
  });

  // rule: moved-database
  it('a copy of the whole folder is moved, with the current seal too', async () => {
    await moved(path);
    cpSync(folder, join(root, 'copy'), { recursive: true });
    assert.equal(await moved(join(root, 'copy', 'callbacks.db')), true);
    assert.equal(await moved(path), false);
  });

  it('a lock that other users could hold is closed to them', async () => {
    mkdirSync(folder);
    writeFileSync(`${path}.lock`, '');
    chmodSync(`${path}.lock`, 0o644);
    await moved(path);
    assert.equal(statSync(`${path}.lock`).mode & 0o777, 0o600);
  });

  it('a lock that is a link is refused', async () => {
    mkdirSync(folder);
    symlinkSync(join(root, 'elsewhere'), `${path}.lock`);
    await assert.rejects(open(path), { code: 'store-unavailable', message: /lock/ });
  });
});
