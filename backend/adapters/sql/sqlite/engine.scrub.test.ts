import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { type Connection, connect } from './connection.ts';
import { scrub } from './engine.ts';

/** Inserts rows in random order and grows them, so that pages with rows to be deleted are split. */
function growAndDelete(connection: Connection): void {
  connection.run('pragma journal_mode = wal');
  connection.run('pragma secure_delete = on');
  connection.run('create table people (id text primary key not null, phone text, note text)');
  connection.run('create index people_by_phone on people (phone)');
  for (let row = 0; row < 4_000; row += 1) {
    const word = row % 2 === 0 ? 'PLANTED' : 'another';
    connection.run('insert into people values (?, ?, ?)', [
      idOf(row),
      `${word} ${row}`,
      'x'.repeat(row % 300),
    ]);
    if (row % 3 === 0)
      connection.run('update people set note = ? where id = ?', ['y'.repeat(400), idOf(row >> 1)]);
  }
  connection.run("delete from people where phone like 'PLANTED%'");
}

function idOf(row: number) {
  return createHash('sha256').update(String(row)).digest('base64url').slice(0, 22);
}

async function withFile(body: (path: string, connection: Connection) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'scrub-'));
  const path = join(folder, 'some.db');
  const connection = connect(path, { readOnly: false });
  try {
    await body(path, connection);
  } finally {
    connection.close();
    await rm(folder, { recursive: true });
  }
}

async function plantedIn(file: string) {
  return (await readFile(file, 'latin1')).match(/PLANTED \d+/g)?.length ?? 0;
}

test('scrubbing removes the copies of deleted rows that secure_delete leaves', async () => {
  await withFile(async (path, connection) => {
    growAndDelete(connection);
    connection.run('pragma wal_checkpoint(truncate)');
    assert.ok((await plantedIn(path)) > 0);
    assert.equal(scrub(connection), true);
    assert.equal(await plantedIn(path), 0);
    assert.equal(await plantedIn(`${path}-wal`), 0);
    assert.deepEqual(
      connection.run('select count(*) as n from people').rows.map((row) => ({ ...(row as object) })),
      [{ n: 2_000 }],
    );
  });
});

test('scrubbing returns false while another program reads the file', async () => {
  await withFile(async (path, connection) => {
    growAndDelete(connection);
    const reader = new DatabaseSync(path, { readOnly: true });
    reader.exec('begin');
    reader.prepare('select count(*) from people').get();
    assert.equal(scrub(connection), false);
    reader.exec('commit');
    reader.close();
    assert.equal(scrub(connection), true);
    assert.equal(await plantedIn(path), 0);
  });
});
