import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import pg from 'pg';
import { type DatabasePorts, openDatabase } from '../../backend/adapters/sql/database.ts';
import { type MoveResult, moveDatabase } from '../../backend/adapters/sql/move/move-database.ts';
import { openPostgresSource } from '../../backend/adapters/sql/move/postgres-source.ts';
import { openPostgresTarget } from '../../backend/adapters/sql/move/postgres-target.ts';
import type { MoveSource, MoveTarget } from '../../backend/adapters/sql/move/sides.ts';
import { openSqliteSource } from '../../backend/adapters/sql/move/sqlite-source.ts';
import { openSqliteTarget } from '../../backend/adapters/sql/move/sqlite-target.ts';
import type { MovePlace } from '../../backend/adapters/sql/moved.ts';
import type { Callback } from '../../backend/domain/callback/state.ts';
import { createBareDatabase } from '../support/postgres/database.ts';
import { start } from './store/open-store.ts';
import {
  advance,
  creation,
  sampleAttempt,
  sampleCallback,
  sampleMessage,
  saved,
  waiting,
} from './store/samples.ts';

const clock = { now: () => start, monotonic: () => 0, after: () => () => {} };
const crashed = new Error('crashed');
/** Texts that look like escapes, NULL, JSON or SQL. */
const oddTexts = ['tab\tline\nback\\slash', '\\N', '\'quotes"', '', 'Zoë 🙂', '{"a":[1]}', 'null'];

type Sides = { openSource(): Promise<MoveSource>; openTarget(): Promise<MoveTarget> };
type Direction = Sides & { from: MovePlace; to: MovePlace };

async function newFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'callback-move-'));
  t.after(() => rm(folder, { recursive: true }));
  return join(folder, 'callbacks.db');
}

async function newPostgres(t: TestContext): Promise<string> {
  const { url, drop } = await createBareDatabase();
  t.after(drop);
  return url;
}

const directions: [string, (t: TestContext) => Promise<Direction>][] = [
  [
    'SQLite to Postgres',
    async (t) => {
      const [path, url] = [await newFile(t), await newPostgres(t)];
      return {
        from: { path },
        to: { url, poolSize: 3 },
        openSource: async () => openSqliteSource(path),
        openTarget: () => openPostgresTarget(url),
      };
    },
  ],
  [
    'Postgres to SQLite',
    async (t) => {
      const [path, url] = [await newFile(t), await newPostgres(t)];
      return {
        from: { url, poolSize: 3 },
        to: { path },
        openSource: () => openPostgresSource(url),
        openTarget: async () => openSqliteTarget(path),
      };
    },
  ],
];

/** The call of a method of source or target after whose effect a run crashes, in order. */
const crashes: [method: keyof MoveSource | keyof MoveTarget, call: number][] = [
  ['begin', 1],
  ['prepare', 1],
  ['append', 2],
  ['append', 9],
  ['page', 3],
  ['apply', 1],
  ['index', 1],
  ['apply', 2],
  ['finish', 1],
  ['reopen', 1],
  ['retire', 1],
];

/** Rejects after the effect of one call. */
function crashing<Side extends object>(side: Side, [crash, at]: (typeof crashes)[number]): Side {
  let calls = 0;
  const methods = Object.entries(side).map(([name, method]) => {
    const call = async (...values: unknown[]) => {
      const result: unknown = await method(...values);
      calls += 1;
      if (calls === at) throw crashed;
      return result;
    };
    return [name, name === crash ? call : method];
  });
  return Object.fromEntries(methods) as Side;
}

/** Runs a move with new connections until it crashes or ends. */
async function runMove(
  { to, ...sides }: Direction,
  crash: (typeof crashes)[number],
): Promise<MoveResult | 'crashed' | undefined> {
  const [source, target] = [await sides.openSource(), await sides.openTarget()];
  try {
    const result = await moveDatabase({
      source: crashing(source, crash),
      target: crashing(target, crash),
      to,
      maxFreezeMs: 2_000,
      pageSize: 20,
      onStep: () => {},
    });
    await target.complete();
    return result;
  } catch (error) {
    assert.equal(error, crashed);
    return 'crashed';
  } finally {
    await source.close();
    await target.close();
  }
}

async function fill({ store, callbackList, auditLog }: DatabasePorts): Promise<void> {
  for (let n = 0; n < 50; n += 1) {
    const text = oddTexts[n % oddTexts.length] ?? '';
    const callback = waiting(n, { subject: text, visitor: { ...sampleCallback(n).visitor, name: text } });
    await saved(
      store,
      creation(callback, {
        attempt: { before: undefined, after: sampleAttempt(callback) },
        messages: [{ before: undefined, after: sampleMessage(callback) }],
        arm: [{ effect: { kind: 'place-call' }, dueAt: start }],
      }),
    );
    await callbackList.addNote(callback.callbackId, { text, by: 'Ada', at: start });
    await auditLog.add('default', { eventType: 'event', eventData: { text }, actor: 'Ada' }, start);
  }
}

/** Visitors who come, change and end callbacks until `stop`, one after the other. */
function startTraffic({ store }: DatabasePorts) {
  const acknowledged = new Map<string, number>();
  let stopped = false;
  let longestMs = 0;
  async function run(): Promise<void> {
    let latest: Callback | undefined;
    for (let n = 0; !stopped; n += 1) {
      const startedAt = performance.now();
      const former = latest;
      latest = await saved(store, creation(sampleCallback(50 + (n % 7), { callbackId: `live-${n}` })));
      acknowledged.set(latest.callbackId, latest.version);
      if (former !== undefined) {
        // Seven numbers, so that one which is live in one row was live in another a moment before.
        const proven = await saved(store, advance(former, { status: 'verified', verifiedAt: start }));
        const ended = await saved(store, advance(proven, { status: 'cancelled', endedAt: start }));
        acknowledged.set(ended.callbackId, ended.version);
      }
      longestMs = Math.max(longestMs, performance.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const running = run();
  return {
    acknowledged,
    longestMs: () => longestMs,
    async stop() {
      stopped = true;
      await running;
    },
  };
}

async function rowsIn(place: MovePlace, text: string): Promise<Record<string, unknown>[]> {
  if ('path' in place) {
    const database = new DatabaseSync(place.path);
    const rows = database.prepare(text).all();
    database.close();
    return rows;
  }
  const client = new pg.Client({ connectionString: place.url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

async function versionsIn(place: MovePlace): Promise<Map<string, number>> {
  const rows = await rowsIn(
    place,
    "select request_id, version from callbacks where request_id like 'live-%'",
  );
  return new Map(rows.map((row) => [String(row.request_id), Number(row.version)]));
}

function compare(one: [string, number], other: [string, number]): number {
  return one[0] < other[0] ? -1 : 1;
}

for (const [name, prepare] of directions) {
  describe(`A move from ${name}`, () => {
    it('loses no change under traffic, whichever step crashes, and the ports follow it', async (t) => {
      const direction = await prepare(t);
      const { from, to } = direction;
      const ports = await openDatabase({ ...from, clock });
      await fill(ports);
      const traffic = startTraffic(ports);
      const heard: string[] = [];
      ports.store.onCommit(({ callbackId }) => heard.push(callbackId));
      for (const crash of crashes)
        assert.equal(await runMove(direction, crash), 'crashed', `${crash} was not reached`);
      assert.equal(await runMove(direction, ['close', 1]), undefined, 'the move had happened before');
      await ports.store.check();
      await traffic.stop();
      assert.deepEqual(
        [...(await versionsIn(to))].toSorted(compare),
        [...traffic.acknowledged].toSorted(compare),
      );
      assert.ok(traffic.longestMs() < 2_000, `a change waited for ${traffic.longestMs()} ms`);
      assert.equal(heard.at(-1), [...traffic.acknowledged.keys()].at(-2));
      const last = await saved(ports.store, creation(sampleCallback(99, { callbackId: 'after' })));
      assert.equal((await ports.store.load('after'))?.callback.version, last.version);
      const [found] = await ports.auditLog.search({ siteId: 'default' }, { limit: 1, before: undefined });
      await ports.auditLog.add('default', { eventType: 'event', eventData: {}, actor: 'Ada' }, start);
      const [next] = await ports.auditLog.search({ siteId: 'default' }, { limit: 1, before: undefined });
      assert.ok((next?.id ?? 0) > (found?.id ?? 0), 'ids go on where they were');
      await ports.store.close();
      await openedAgain(direction);
    });
  });
}

/** The former database leads a server to the new one until the settings name that. From then on it is refused. */
async function openedAgain({ from, to, openSource }: Direction): Promise<void> {
  if ('path' in from) {
    const ports = await openDatabase({ ...from, clock });
    assert.equal((await ports.store.load('after'))?.callback.callbackId, 'after');
    await ports.store.close();
  }
  const source = await openSource();
  source.forgetTarget();
  await assert.rejects(source.abandon(), { code: 'move-refused' });
  await source.close();
  await assert.rejects(openDatabase({ ...from, clock }), { code: 'database-moved' });
  const { store } = await openDatabase({ ...to, clock });
  assert.equal(store.moved, false, 'due calls are made');
  await store.close();
}

for (const [name, prepare] of directions)
  it(`a move from ${name} that cannot end leaves the callbacks where they were`, async (t) => {
    const direction = await prepare(t);
    const { from, to, openSource, openTarget } = direction;
    const ports = await openDatabase({ ...from, clock });
    await fill(ports);
    const [source, target] = [await openSource(), await openTarget()];
    const move = { source, target, to, maxFreezeMs: 2_000, pageSize: 20, onStep: () => {} };
    const refused = { code: 'move-refused' };
    const altered: MoveTarget = {
      ...target,
      append: (table, rows, done) =>
        target.append(
          table,
          rows.map((row) => row.map((value) => (value === 'default' ? 'defoult' : value))),
          done,
        ),
    };
    await assert.rejects(moveDatabase({ ...move, target: altered }), { ...refused, message: /differ/ });
    await assert.rejects(openDatabase({ ...to, clock }), { code: 'move-unfinished' });
    await source.abandon();
    await assert.rejects(moveDatabase(move), { ...refused, message: /is not empty/ });
    await source.abandon();
    await target.close();
    const other = await prepare(t);
    const second = await other.openTarget();
    await assert.rejects(moveDatabase({ ...move, target: second, to: other.to, maxFreezeMs: 0 }), {
      ...refused,
      message: /in time/,
    });
    await assert.rejects(source.begin({ path: '/another/place.db' }), refused);
    await saved(ports.store, creation(sampleCallback(99, { callbackId: 'after' })));
    const result = await moveDatabase({ ...move, target: second, to: other.to });
    assert.ok(result?.tables.some(({ table, rows }) => table === 'callbacks' && rows === 51));
    await second.complete();
    await Promise.all([source.close(), second.close()]);
    await ports.store.close();
  });
