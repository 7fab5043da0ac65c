import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { CompiledQuery } from 'kysely';
import { type Connection, connect } from './connection.ts';
import { groupCommit } from './group-commit.ts';

describe('group commit', () => {
  let folder: string;
  let connection: Connection;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'group-commit-'));
    connection = connect(join(folder, 'a.db'), { readOnly: false });
    connection.run('create table notes (words text primary key)');
    connection.run('create table replies (to_words text references notes deferrable initially deferred)');
  });
  afterEach(async () => {
    connection.close();
    await rm(folder, { recursive: true });
  });

  const note = (words: string) => [{ query: CompiledQuery.raw('insert into notes values (?)', [words]) }];

  const notes = () => connection.run('select * from notes').rows.map((row) => Object(row).words);

  // rule: grouped-commits
  it('a full disk fails the whole group, and the next change succeeds', async () => {
    const { write } = groupCommit({ connection, lockTimeoutMs: 0 });
    connection.run('pragma max_page_count = 10');
    const outcomes = await Promise.allSettled(
      ['a little', 'much '.repeat(20_000)].map((words) => write(note(words))),
    );
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code),
      ['store-unavailable', 'store-unavailable'],
    );
    assert.equal((await write(note('a little more'))).ok, true);
    assert.deepEqual(notes(), ['a little more']);
  });

  // rule: grouped-commits
  it('a failed commit fails the whole group, and the next change succeeds', async () => {
    const { write } = groupCommit({ connection, lockTimeoutMs: 0 });
    const reply = [{ query: CompiledQuery.raw("insert into replies values ('no such note')") }];
    const outcomes = await Promise.allSettled([write(note('a valid note')), write(reply)]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code),
      ['store-unavailable', 'store-unavailable'],
    );
    assert.equal((await write(note('the next'))).ok, true);
    assert.deepEqual(notes(), ['the next']);
  });

  // rule: grouped-commits
  it('the event loop runs between two groups', async () => {
    const { write } = groupCommit({ connection, lockTimeoutMs: 0 });
    let rounds = 0;
    let done = false;
    const countRound = () => {
      rounds += 1;
      if (!done) setImmediate(countRound);
    };
    setImmediate(countRound);
    await Promise.all(Array.from({ length: 1_000 }, (_, number) => write(note(`note ${number}`))));
    done = true;
    assert.ok(rounds >= 9, `the event loop ran ${rounds} times`);
  });

  it('a change after drain is rejected with the reason', async () => {
    const { write, drain } = groupCommit({ connection, lockTimeoutMs: 0 });
    await drain();
    await assert.rejects(write(note('too late')), { code: 'store-unavailable', message: /store is closed/ });
  });
});
