import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { connect, sqliteDialect } from './connection.ts';

it('a migration that fails half-way leaves no table', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sqlite-dialect-'));
  const connection = connect(join(folder, 'a.db'), { readOnly: false });
  const db = new Kysely<unknown>({ dialect: sqliteDialect(() => connection) });
  const halves = {
    async up(within: Kysely<unknown>) {
      await sql`create table first_half (id integer)`.execute(within);
      throw new Error('half-way');
    },
  };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ '0001-halves': halves }) } });
  const { error } = await migrator.migrateToLatest();
  assert.match(String(error), /half-way/);
  assert.deepEqual(connection.run("select name from sqlite_master where name = 'first_half'").rows, []);
  connection.close();
  await rm(folder, { recursive: true });
});
