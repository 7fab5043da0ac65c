import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openOlderDatabase } from '../../../../../test/support/database/older-database.ts';

/** Returns a database that has rows of an older version, migrated. */
async function migrateRows(t: TestContext, statements: readonly string[]) {
  const database = await openOlderDatabase(t, '0040-whatsapp-sign-in');
  for (const statement of statements) database.run(statement);
  await database.migrateTo();
  return database;
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
  const database = await migrateRows(
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
  const numbers = (sql: string) => database.run(sql).map(({ phone }) => phone);
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
  const database = await migrateRows(t, [
    callbackRow('a', '+24166031234', 'verified'),
    callbackRow('b', '+24106031234', 'verified'),
    callbackRow('c', '+24106031234', 'failed'),
  ]);
  assert.deepEqual(
    database
      .run('select visitor_phone as phone from callbacks order by request_id')
      .map(({ phone }) => phone),
    ['+24166031234', '+24106031234', '+24166031234'],
  );
});
