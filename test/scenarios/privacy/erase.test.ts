import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setOptOut } from '../../../backend/usecases/opt-outs.ts';
import { eraseVisitor, exportVisitor } from '../../../backend/usecases/privacy.ts';
import { takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { leaveTraces, othersAsk, planted, tracesIn } from './planted-visitor.ts';

const declines = { script: { business: () => ({ ...takesTheCall, presses: '2' }) } };
const asked = { siteId: 'default', phone: planted.phone, actor: 'operator' };

function erase(harness: Harness) {
  return eraseVisitor(harness.process().ports, asked);
}

test('an export has every row about the visitor, and its audit row names no one', async () => {
  await using harness = await openHarness(declines);
  await othersAsk(harness, 3);
  const { callbackId } = await leaveTraces(harness);
  const exported = await exportVisitor(harness.process().ports, asked);
  assert.ok(exported.ok);
  const { tables } = exported;
  assert.equal(tables.callbacks?.length, 1);
  for (const table of ['callbacks', 'verification_codes', 'attempts', 'messages', 'audit_log'])
    assert.ok(tables[table]?.length, table);
  for (const table of ['verification_codes', 'attempts', 'messages', 'audit_log'])
    assert.ok(
      tables[table]?.every((row) => row.request_id === callbackId),
      table,
    );
  const text = JSON.stringify(tables);
  for (const value of Object.values(planted)) assert.ok(text.includes(value), value);
  const [note] = harness.rows("select * from audit_log where event_type = 'visitor-exported'");
  assert.equal(note?.actor, 'operator');
  assert.equal(note?.event_data, '{"requests":1}');
});

test('after an erasure the database file has none of the visitor’s input', async () => {
  await using harness = await openHarness(declines);
  await othersAsk(harness, 150);
  await leaveTraces(harness);
  await othersAsk(harness, 150);
  assert.ok(tracesIn(harness.path).length >= 6, 'what was planted is there');
  const erased = await erase(harness);
  assert.deepEqual(erased, { ok: true, requests: 1, scrubbed: true });
  assert.deepEqual(tracesIn(harness.path), []);
  const [others] = harness.rows('select count(*) as n from callbacks');
  assert.equal(others?.n, 300);
});

test('an erasure leaves only an audit row of the fact, the time and the actor', async () => {
  await using harness = await openHarness(declines);
  const { callbackId } = await leaveTraces(harness);
  await erase(harness);
  const notes = harness.rows('select * from audit_log');
  assert.deepEqual(
    notes.map(({ event_type, event_data, actor, request_id }) => [event_type, event_data, actor, request_id]),
    [['visitor-erased', '{"requests":1}', 'operator', null]],
  );
  for (const { name } of tablesOf(harness))
    assert.ok(!JSON.stringify(harness.rows(`select * from ${name}`)).includes(callbackId), String(name));
});

test('an erasure removes the effects of an unproven callback, and no others', async () => {
  await using harness = await openHarness();
  const own = await harness.request({ phone: planted.phone, name: planted.name });
  const other = await harness.request();
  assert.ok(own.ok && other.ok);
  const effectsOf = ({ callback }: typeof own) =>
    harness.rows('select kind from effects where request_id = ?', callback.callbackId);
  assert.ok(effectsOf(own).length > 0);
  assert.deepEqual(await erase(harness), { ok: true, requests: 1, scrubbed: true });
  assert.deepEqual(effectsOf(own), []);
  assert.ok(effectsOf(other).length > 0);
});

test('an opted-out visitor stays opted out after an erasure', async () => {
  await using harness = await openHarness(declines);
  await leaveTraces(harness);
  await setOptOut(harness.process().ports, planted.phone, true, harness.clock.now());
  await erase(harness);
  assert.deepEqual(tracesIn(harness.path), []);
  const before = harness.carrier.texts.length;
  assert.ok((await harness.request({ phone: planted.phone })).ok);
  await harness.clock.advance(60_000);
  assert.equal(harness.carrier.texts.length, before);
});

test('during a call nothing is erased', async () => {
  await using harness = await openHarness();
  const { callbackId } = await harness.proven({ phone: planted.phone, name: planted.name });
  await harness.until(async () => (await harness.record(callbackId)).attempt !== undefined);
  assert.deepEqual(await erase(harness), { ok: false, reason: 'request-under-way' });
  assert.equal((await harness.record(callbackId)).callback.visitor.name, planted.name);
  await harness.settled(callbackId);
  assert.ok((await erase(harness)).ok);
});

test('a number of a country that is no longer served can be erased', async () => {
  await using harness = await openHarness();
  const erased = await eraseVisitor(harness.process().ports, { ...asked, phone: '+44 7400 123456' });
  assert.deepEqual(erased, { ok: true, requests: 0, scrubbed: true });
  assert.deepEqual(await eraseVisitor(harness.process().ports, { ...asked, phone: 'nobody' }), {
    ok: false,
    reason: 'not-a-number',
  });
});

/** Tables erased with the callback: by foreign key, or by name. */
const personal = [
  'callbacks',
  'verification_codes',
  'attempts',
  'messages',
  'effects',
  'reservations',
  'audit_log',
  'visitor_sessions',
  'sign_in_hand_offs',
  'whatsapp_sign_ins',
  'stray_calls',
  'callback_notes',
  'callback_names',
  'callback_name_ids',
  'bulk_items',
  'webhook_deliveries',
];
/** Tables of fingerprints, counters, the business's numbers and operators, and rows that expire within minutes. */
const impersonal = [
  'opt_outs',
  'lines',
  'sign_ins',
  'usage_counters',
  'owner_warnings',
  'used_challenges',
  'counted_refusals',
  'operator_tokens',
  'operator_sessions',
  'operator_second_factors',
  'operator_recovery_codes',
  'bulk_jobs',
  'callback_sums',
  'call_durations',
  'leases',
  'closures',
  'database_seal',
];

test('every table is classified: about visitors or not', async () => {
  await using harness = await openHarness();
  const names = tablesOf(harness).map(({ name }) => String(name));
  const onlyInFiles = harness.path.startsWith('postgres:') ? ['callback_names', 'callback_name_ids'] : [];
  const classified = [...personal, ...impersonal].filter((name) => !onlyInFiles.includes(name));
  assert.deepEqual(names.sort(), classified.sort());
});

/** Without the tables that SQLite keeps behind the index of names; their bytes are searched as part of the file. */
function tablesOf(harness: Harness) {
  if (harness.path.startsWith('postgres:'))
    return harness.rows(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`,
    );
  return harness.rows(
    `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'
      and name not like 'callback\\_names\\_%' escape '\\'`,
  );
}
