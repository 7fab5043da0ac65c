import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect } from './connection.ts';
import { acceptMove, renewSeal } from './seal.ts';

function inFolder(run: (path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'seal-'));
  try {
    run(join(folder, 'callbacks.db'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function open(path: string): 'known' | 'moved' {
  const connection = connect(path, { readOnly: false });
  try {
    return renewSeal(path, connection);
  } finally {
    connection.close();
  }
}

test('a new database and one last opened here are known', () => {
  inFolder((path) => {
    assert.deepEqual([open(path), open(path), open(path)], ['known', 'known', 'known']);
  });
});

// rule: moved-database
test('a restored copy is moved until its move is accepted', () => {
  inFolder((path) => {
    open(path);
    copyFileSync(path, `${path}.backup`);
    open(path);
    copyFileSync(`${path}.backup`, path);
    assert.equal(open(path), 'moved');
    assert.equal(open(path), 'moved');
    acceptMove(path);
    assert.equal(open(path), 'known');
  });
});

// rule: moved-database
test('a database without its seal file is moved', () => {
  inFolder((path) => {
    open(path);
    rmSync(`${path}.seal`);
    assert.equal(open(path), 'moved');
  });
});

test('a crash between the two seal writes leaves the database known', () => {
  inFolder((path) => {
    open(path);
    const { seals } = JSON.parse(readFileSync(`${path}.seal`, 'utf8')) as { seals: number[] };
    writeFileSync(`${path}.seal`, JSON.stringify({ seals: [...seals, 12345] }));
    assert.equal(open(path), 'known');
  });
});
