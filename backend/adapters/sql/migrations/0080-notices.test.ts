import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { readRows } from '../../../../test/support/engine/read-rows.ts';
import { createClock } from '../../system/clock.ts';
import { openDatabase } from '../database.ts';

const time = "'2026-11-22T09:30:00.000Z'";

function callbackRow(id: string, notice: string): string {
  return `insert into callbacks (request_id, site_id, reference, visitor_name, visitor_phone, request_status,
    status_message, notice, code_send_number, attempts, version, created_at, updated_at)
    values ('${id}', 'default', 'AAA-AAAA', 'Ada', '+12015550145', 'failed', '', '${notice}', 1, 1, 1, ${time}, ${time})`;
}

function messageRow(id: string, channel: string, version: number): string {
  return `insert into messages (message_id, request_id, site_id, purpose, channel, effect_key, armed_version, recipient,
    status, created_at) values ('${id}-${channel}', '${id}', 'default', 'missed-call', '${channel}',
    'notify-business/1/${channel}', ${version}, '+12015550124', 'queued', ${time})`;
}

test('an older callback keeps the state of its latest notice channel', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-migration-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'callbacks.db');
  const open = async () => (await openDatabase({ path, clock: createClock() })).store.close();
  await open();
  const database = new DatabaseSync(path);
  database.exec("delete from kysely_migration where name >= '0080-notices'");
  database.exec('alter table callbacks drop column notices');
  for (const statement of [
    callbackRow('sending', 'sending'),
    messageRow('sending', 'sms', 2),
    messageRow('sending', 'email', 3),
    callbackRow('sent', 'sent'),
    messageRow('sent', 'sms', 2),
    callbackRow('quiet', 'none'),
  ])
    database.exec(statement);
  database.close();
  await open();
  assert.deepEqual(readRows(path, 'select request_id, notices from callbacks order by request_id'), [
    { request_id: 'quiet', notices: null },
    { request_id: 'sending', notices: '[{"channel":"email","state":"sending"}]' },
    { request_id: 'sent', notices: '[{"channel":"sms","state":"handed-over"}]' },
  ]);
});
