import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect } from './connection.ts';
import { storeUnavailable, translateFaults } from './faults.ts';

test('a full disk is reported as such, with its folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
  const connection = connect(join(folder, 'a.db'), { readOnly: false });
  try {
    connection.run('create table notes (words text)');
    connection.run('pragma max_page_count = 3');
    const write = () => connection.run('insert into notes values (?)', ['much '.repeat(20_000)]);
    assert.throws(() => translateFaults(write), {
      code: 'store-unavailable',
      message: `The disk is full. Free some space in ${folder}; no restart is needed.`,
    });
  } finally {
    connection.close();
    rmSync(folder, { recursive: true });
  }
});

test('a file too large for the disk is reported as such, with its folder', () => {
  for (const code of ['ENOSPC', 'EDQUOT']) {
    const error = Object.assign(new Error(code), { code, path: '/srv/data/callbacks.db.seal.draft' });
    assert.match(storeUnavailable(error).message, /^The disk is full\..* \/srv\/data;/);
  }
});

test('a failed write on a disk with space is not reported as a full disk', () => {
  const error = Object.assign(new Error('disk I/O error'), {
    errcode: 778,
    databasePath: join(tmpdir(), 'a.db'),
  });
  assert.match(storeUnavailable(error).message, /Reading or writing the disk failed/);
});
