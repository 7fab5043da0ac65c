import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kysely, SqliteAdapter, SqliteDialect, SqliteQueryCompiler } from 'kysely';
import type { Engine } from './engine.ts';
import { prepared } from './prepared.ts';
import type { Database } from './schema.ts';

/** Statements are only spelt out here, never run. */
function paperEngine(): Engine {
  const dialect = new SqliteDialect({ database: () => Promise.reject(new Error('nothing is run')) });
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createDriver: () => dialect.createDriver(),
      createIntrospector: (any) => dialect.createIntrospector(any),
    },
  });
  return { db } as Engine;
}

function counted() {
  let built = 0;
  const find = prepared<{
    kinds: readonly ('send-code' | 'place-call')[];
    now: string;
    owner: string | null;
  }>(({ db }, { kinds, now, owner }) => {
    built += 1;
    return db
      .updateTable('effects')
      .set({ owner, woken: 0 })
      .where('kind', 'in', kinds)
      .where('due_at', '<=', now);
  });
  return { find, built: () => built };
}

test('values stand where the statement wants them, whatever the order of their names', () => {
  const { find } = counted();
  const query = find(paperEngine(), { now: 'noon', owner: 'me', kinds: ['send-code', 'place-call'] });
  assert.equal(
    query.sql,
    'update "effects" set "owner" = ?, "woken" = ? where "kind" in (?, ?) and "due_at" <= ?',
  );
  assert.deepEqual(query.parameters, ['me', 0, 'send-code', 'place-call', 'noon']);
});

test('a statement is built once, and every use has its own values', () => {
  const { find, built } = counted();
  const engine = paperEngine();
  const first = find(engine, { now: 'noon', owner: 'me', kinds: ['send-code'] });
  const second = find(engine, { now: 'night', owner: null, kinds: ['place-call'] });
  assert.equal(built(), 1);
  assert.equal(first.sql, second.sql);
  assert.deepEqual(first.parameters, ['me', 0, 'send-code', 'noon']);
  assert.deepEqual(second.parameters, [null, 0, 'place-call', 'night']);
});

test('a list of another length is another statement', () => {
  const { find, built } = counted();
  const engine = paperEngine();
  find(engine, { now: 'noon', owner: null, kinds: ['send-code'] });
  const longer = find(engine, { now: 'noon', owner: null, kinds: ['send-code', 'place-call'] });
  assert.equal(built(), 2);
  assert.deepEqual(longer.parameters, [null, 0, 'send-code', 'place-call', 'noon']);
});

test('each engine has statements of its own', () => {
  const { find, built } = counted();
  const values = { now: 'noon', owner: null, kinds: ['send-code'] } as const;
  find(paperEngine(), values);
  find(paperEngine(), values);
  assert.equal(built(), 2);
});
