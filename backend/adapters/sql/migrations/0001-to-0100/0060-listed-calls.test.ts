import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openOlderDatabase } from '../../../../../test/support/database/older-database.ts';

const time = "'2026-11-22T09:30:00.000Z'";

function callbackRow(id: string): string {
  return `insert into callbacks (request_id, site_id, reference, visitor_name, visitor_phone, request_status,
    status_message, notice, code_send_number, attempts, version, created_at, updated_at)
    values ('${id}', 'default', '${id}', 'Ada', '+1201555010${id}', 'calling', '', 'none', 1, 1, 1, ${time}, ${time})`;
}

function attemptRow(id: string, columns: string, values: string): string {
  return `insert into attempts (request_id, number, site_id, token, line, phase, intended_at, facts, ${columns})
    values ('${id}', 1, 'default', 'token-${id}', '+12015550123', 'placed', ${time}, '{}', ${values})`;
}

test('SIDs of an older database stay known, once each, and guesses may repeat them', async (t) => {
  const database = await openOlderDatabase(t, '0001-first-tables');
  for (const id of ['1', '2', '3']) database.run(callbackRow(id));
  database.run(attemptRow('1', 'call_sid', "'CA1'"));
  database.run(attemptRow('2', 'outcome', 'null'));
  await database.migrateTo('0060-listed-calls');
  assert.deepEqual(database.run('select call_sid, confirmed from attempts order by request_id'), [
    { call_sid: 'CA1', confirmed: 1 },
    { call_sid: null, confirmed: 0 },
  ]);
  database.run(attemptRow('3', 'call_sid, confirmed', "'CA1', 0"));
  assert.throws(() => database.run("update attempts set confirmed = 1 where request_id = '3'"), /UNIQUE/);
});
