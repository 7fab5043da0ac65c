import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { Kysely } from 'kysely';
import { readRows } from '../../../../test/support/engine/read-rows.ts';
import { createClock } from '../../system/clock.ts';
import { openDatabase } from '../database.ts';
import { connect, sqliteDialect, sqliteTables } from '../sqlite/connection.ts';
import { migrate } from './migrate.ts';

async function openFile(path: string): Promise<void> {
  await (await openDatabase({ path, clock: createClock() })).store.close();
}

/** Returns the path of a database that has rows of an older version. */
async function olderDatabase(t: TestContext, statements: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callback-migration-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'callbacks.db');
  const older = new Kysely<unknown>({ dialect: sqliteDialect(() => connect(path, { readOnly: false })) });
  await migrate(older, sqliteTables, '0040-whatsapp-sign-in');
  await older.destroy();
  const database = new DatabaseSync(path);
  for (const statement of statements) database.exec(statement);
  database.close();
  return path;
}

const time = "'2026-11-22T09:30:00.000Z'";

function callbackRow(id: string, phone: string, status: string): string {
  return `insert into callbacks (request_id, site_id, reference, visitor_name, visitor_phone, request_status,
    status_message, notice, code_send_number, attempts, version, created_at, updated_at)
    values ('${id}', 'default', 'AAA-AAAA', 'Ada', '${phone}', '${status}', '', 'none', 1, 0, 1, ${time}, ${time})`;
}

function codeRow(id: string, phone: string): string {
  return `insert into verification_codes (request_id, send_number, site_id, phone, block, sent_at, guesses, delivery)
    values ('${id}', 1, 'default', '${phone}', '${phone.slice(0, -2)}', ${time}, 0, 'sent')`;
}

test('numbers of an older database get their canonical spelling in every table', async (t) => {
  const spellings = [
    ['a', '+5215512345678', '+525512345678'],
    ['b', '+551187654321', '+5511987654321'],
    ['c', '+24106031234', '+24166031234'],
    ['d', '+12015550145', '+12015550145'],
  ] as const;
  const path = await olderDatabase(
    t,
    spellings.flatMap(([id, phone]) => [
      callbackRow(id, phone, 'verified'),
      codeRow(id, phone),
      `insert into messages (message_id, request_id, site_id, purpose, channel, effect_key, armed_version, recipient,
        status, created_at) values ('${id}', '${id}', 'default', 'code', 'sms', 'send-code/1', 1, '${phone}', 'sent',
        ${time})`,
      `insert into visitor_sessions (key, identity, provider, proven_phone, expires_at)
        values ('${id}', 'x', 'whatsapp', '${phone}', ${time})`,
      `insert into whatsapp_sign_ins (key, code_key, challenge, host, client, begun_at, expires_at, proven_phone,
        answers, guesses) values ('${id}', '', '', '', '', ${time}, ${time}, '${phone}', 0, 0)`,
    ]),
  );
  await openFile(path);
  const numbers = (sql: string) => readRows(path, sql).map(({ phone }) => phone);
  const expected = spellings.map(([, , canonical]) => canonical);
  assert.deepEqual(numbers('select visitor_phone as phone from callbacks order by request_id'), expected);
  assert.deepEqual(numbers('select phone from verification_codes order by request_id'), expected);
  assert.deepEqual(
    numbers('select block as phone from verification_codes order by request_id'),
    expected.map((number) => number.slice(0, -2)),
  );
  assert.deepEqual(numbers('select recipient as phone from messages order by message_id'), expected);
  assert.deepEqual(numbers('select proven_phone as phone from visitor_sessions order by key'), expected);
  assert.deepEqual(numbers('select proven_phone as phone from whatsapp_sign_ins order by key'), expected);
});

test('two live callbacks of one phone do not stop the migration', async (t) => {
  const path = await olderDatabase(t, [
    callbackRow('a', '+24166031234', 'verified'),
    callbackRow('b', '+24106031234', 'verified'),
    callbackRow('c', '+24106031234', 'failed'),
  ]);
  await openFile(path);
  assert.deepEqual(
    readRows(path, 'select visitor_phone as phone from callbacks order by request_id').map(
      ({ phone }) => phone,
    ),
    ['+24166031234', '+24106031234', '+24166031234'],
  );
});
