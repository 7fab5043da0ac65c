import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openOlderDatabase } from '../../../../test/support/database/older-database.ts';

const time = "'2026-11-22T09:30:00.000Z'";

function callbackRow(id: string): string {
  return `insert into callbacks (request_id, site_id, reference, visitor_name, visitor_phone, request_status,
    status_message, notice, code_send_number, attempts, version, created_at, updated_at)
    values ('${id}', 'default', 'AAA-AAAA', 'Ada', '+12015550145', 'pending', '', 'none', 1, 0, 3, ${time}, ${time})`;
}

function effectRow(owner: string, key: string, lease: string): string {
  return `insert into effects (request_id, effect_key, site_id, kind, effect, armed_version, due_at, waiting_since,
    owner, lease_until, fence, tries, woken)
    values ('${owner}', '${key}', 'default', '${key}', '{"kind":"${key}"}', 3, ${time}, ${time}, ${lease}, 4, 5, 1)`;
}

test('effects of an older database stay as they were, and a site can have effects', async (t) => {
  const database = await openOlderDatabase(t, '0001-first-tables');
  const rows = () => database.run('select * from effects order by request_id, effect_key');
  database.run(callbackRow('1'));
  database.run(effectRow('1', 'expire-request', 'null, null'));
  database.run(effectRow('1', 'send-code', `'a', ${time}`));
  assert.throws(() => database.run(effectRow('site/default', 'warn-owner', 'null, null')), /FOREIGN KEY/);
  const before = rows();
  assert.equal(before.length, 2);
  await database.migrateTo('0150-site-effects');
  assert.deepEqual(rows(), before);
  database.run(effectRow('site/default', 'warn-owner', 'null, null'));
  assert.throws(() => database.run(effectRow('site/default', 'warn-owner', 'null, null')), /UNIQUE/);
  const indexes = database.run(
    "select name from sqlite_schema where type = 'index' and tbl_name = 'effects' and name like 'effects_%' order by 1",
  );
  assert.deepEqual(
    indexes.map(({ name }) => name),
    ['effects_by_time', 'effects_held'],
  );
});
