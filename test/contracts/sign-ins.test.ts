import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type DatabasePorts, openDatabase } from '../../backend/adapters/sql/database.ts';
import type { RateLimit } from '../../backend/domain/rate-limit.ts';
import { readRows } from '../support/engine/read-rows.ts';
import { createVirtualClock } from '../support/fakes/virtual-clock.ts';

const at = Date.parse('2026-11-22T10:00:00Z');
const minute = 60_000;

const unlimited: RateLimit[] = [];

const ada = {
  fingerprint: 'f1',
  provider: 'google',
  name: 'Ada',
  email: undefined,
  provenPhone: undefined,
};

const pending = {
  key: 'k1',
  provider: 'google',
  challenge: 'c1',
  returnTo: 'https://www.example.com/',
  client: 'client 1',
  begunAt: at,
  expiresAt: at + 10 * minute,
};

async function openTables(test: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sign-ins-'));
  const path = join(folder, 'a.db');
  const clock = createVirtualClock({ settle: async () => {} });
  let open: DatabasePorts = await openDatabase({ path, clock });
  test.after(async () => {
    await open.store.close();
    await rm(folder, { recursive: true });
  });
  return {
    path,
    ports: () => open,
    async restart() {
      await open.store.close();
      open = await openDatabase({ path, clock });
    },
  };
}

test('a sign-in can be taken once, by its key, until it expires, also after a restart', async (context) => {
  const tables = await openTables(context);
  await tables.ports().signIns.begin(pending, unlimited);
  await tables.restart();
  const { signIns } = tables.ports();
  assert.equal(await signIns.consume('k2', at), undefined);
  assert.deepEqual(await signIns.consume('k1', at + 9 * minute), pending);
  assert.equal(await signIns.consume('k1', at + 9 * minute), undefined);
  await signIns.begin(pending, unlimited);
  assert.equal(await signIns.consume('k1', at + 10 * minute), undefined);
});

test('of two concurrent takers of a sign-in one gets it', async (context) => {
  const { signIns } = (await openTables(context)).ports();
  await signIns.begin(pending, unlimited);
  const taken = await Promise.all([signIns.consume('k1', at), signIns.consume('k1', at)]);
  assert.equal(taken.filter((one) => one !== undefined).length, 1);
});

test('concurrent sign-ins of a client do not exceed the limit', async (context) => {
  const { signIns } = (await openTables(context)).ports();
  const limits = [{ windowMs: minute, max: 3 }];
  const begin = (key: string, client: string) => signIns.begin({ ...pending, key, client }, limits);
  const keys = Array.from({ length: 10 }, (_, number) => `k${number}`);
  const begun = await Promise.all(keys.map((key) => begin(key, 'client 1')));
  assert.equal(begun.filter(Boolean).length, 3);
  assert.equal(await begin('other', 'client 2'), true);
});

test('sign-ins are counted by client and removed when they have expired', async (context) => {
  const tables = await openTables(context);
  const { signIns } = tables.ports();
  await signIns.begin(pending, unlimited);
  await signIns.begin(
    { ...pending, key: 'k2', begunAt: at + minute, expiresAt: at + 11 * minute },
    unlimited,
  );
  await signIns.begin({ ...pending, key: 'k3', client: 'client 2' }, unlimited);
  assert.deepEqual(await signIns.begunBy('client 1', at), [at + minute, at]);
  assert.deepEqual(await signIns.begunBy('client 1', at + 1), [at + minute]);
  await signIns.begin(
    { ...pending, key: 'k4', begunAt: at + 10 * minute, expiresAt: at + 20 * minute },
    unlimited,
  );
  assert.deepEqual(
    readRows(tables.path, 'select key from sign_ins order by key').map((row) => row.key),
    ['k2', 'k4'],
  );
});

test('a hand-off code is redeemed once until it expires, also after a restart', async (context) => {
  const tables = await openTables(context);
  const handOff = { key: 'h1', challenge: 'c1', identity: ada, expiresAt: at + minute };
  await tables.ports().signIns.handOff(handOff, at);
  await tables.restart();
  const { signIns } = tables.ports();
  assert.deepEqual(await signIns.redeem('h1', at), handOff);
  assert.equal(await signIns.redeem('h1', at), undefined);
  await signIns.handOff(handOff, at);
  assert.equal(await signIns.redeem('h1', at + minute), undefined);
});

test('a session lasts until it expires or is closed, also after a restart', async (context) => {
  const tables = await openTables(context);
  await tables.ports().sessions.open({ key: 's1', identity: ada, expiresAt: at + minute }, at);
  await tables.ports().sessions.open({ key: 's2', identity: ada, expiresAt: at + minute }, at);
  await tables.restart();
  const { sessions } = tables.ports();
  assert.deepEqual(await sessions.find('s1', at), ada);
  assert.equal(await sessions.find('s1', at + minute), undefined);
  await sessions.close('s1');
  assert.equal(await sessions.find('s1', at), undefined);
  assert.deepEqual(await sessions.find('s2', at), ada);
  await sessions.open({ key: 's3', identity: ada, expiresAt: at + 2 * minute }, at + minute);
  assert.equal(readRows(tables.path, 'select key from visitor_sessions').length, 1);
});
