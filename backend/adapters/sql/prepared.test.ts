import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kysely, SqliteAdapter, SqliteDialect, SqliteQueryCompiler } from 'kysely';
import type { Engine } from './engine.ts';
import { prepared } from './prepared.ts';
import type { Database } from './schema.ts';

/** Creates an engine that compiles statements and never runs one. */
function compilingEngine(): Engine {
  const dialect = new SqliteDialect({ database: () => Promise.reject(new Error('no statement runs')) });
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

function countingStatement() {
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

test('values are bound by name, in any order', () => {
  const { find } = countingStatement();
  const query = find(compilingEngine(), { now: 'noon', owner: 'me', kinds: ['send-code', 'place-call'] });
  assert.equal(
    query.sql,
    'update "effects" set "owner" = ?, "woken" = ? where "kind" in (?, ?) and "due_at" <= ?',
  );
  assert.deepEqual(query.parameters, ['me', 0, 'send-code', 'place-call', 'noon']);
});

test('a statement is built once and reused with new values', () => {
  const { find, built } = countingStatement();
  const engine = compilingEngine();
  const first = find(engine, { now: 'noon', owner: 'me', kinds: ['send-code'] });
  const second = find(engine, { now: 'night', owner: null, kinds: ['place-call'] });
  assert.equal(built(), 1);
  assert.equal(first.sql, second.sql);
  assert.deepEqual(first.parameters, ['me', 0, 'send-code', 'noon']);
  assert.deepEqual(second.parameters, [null, 0, 'place-call', 'night']);
});

test('a list of another length builds another statement', () => {
  const { find, built } = countingStatement();
  const engine = compilingEngine();
  find(engine, { now: 'noon', owner: null, kinds: ['send-code'] });
  const longer = find(engine, { now: 'noon', owner: null, kinds: ['send-code', 'place-call'] });
  assert.equal(built(), 2);
  assert.deepEqual(longer.parameters, [null, 0, 'send-code', 'place-call', 'noon']);
});

test('each engine builds its own statement', () => {
  const { find, built } = countingStatement();
  const values = { now: 'noon', owner: null, kinds: ['send-code'] } as const;
  find(compilingEngine(), values);
  find(compilingEngine(), values);
  assert.equal(built(), 2);
});
