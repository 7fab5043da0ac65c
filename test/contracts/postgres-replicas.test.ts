import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import pg from 'pg';
import { createDatabasePorts } from '../../backend/adapters/sql/database.ts';
import { openPostgres } from '../../backend/adapters/sql/postgres/engine.ts';
import type { Guard } from '../../backend/ports/store/change.ts';
import type { Store } from '../../backend/ports/store/store.ts';
import { createBareDatabase, lendDatabase, type TestDatabase } from '../support/postgres/database.ts';
import { start } from './store/open-store.ts';
import {
  advance,
  creation,
  line,
  phone,
  sampleAttempt,
  sampleCallback,
  saved,
  waiting,
} from './store/samples.ts';

const clock = { now: () => start, monotonic: () => 0, after: () => () => {} };
const origin = { client: 'ann', idempotencyKey: undefined, bodyHash: undefined };
const placeCall = { kind: 'place-call' } as const;

describe('Replicas on one Postgres database', () => {
  let database: TestDatabase;
  let stores: Store[];

  beforeEach(async () => {
    database = await lendDatabase();
    stores = await Promise.all([1, 2, 3].map(() => openReplica(database.url)));
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database.release();
  });

  async function openReplica(url: string): Promise<Store> {
    return createDatabasePorts(await openPostgres({ url, poolSize: 3 }), clock).store;
  }

  /** Spreads work over the replicas, so that all of them work at the same time. */
  function everywhere<T>(count: number, work: (store: Store, n: number) => Promise<T>): Promise<T[]> {
    return Promise.all(Array.from({ length: count }, (_, n) => work(stores[n % 3] as Store, n)));
  }

  const countingGuards: [name: string, max: number, guard: Guard, own: object][] = [
    ['client', 5, { kind: 'client-below', client: 'ann', since: start, max: 5 }, {}],
    [
      'number',
      3,
      { kind: 'codes-below', phone: phone(1), counted: { kind: 'sent' }, since: start, max: 3 },
      { visitor: { name: 'Ann', phone: phone(1), email: undefined } },
    ],
  ];

  for (const [name, max, guard, own] of countingGuards) {
    it(`of 60 concurrent requests on three replicas accept exactly the limit of a ${name}`, async () => {
      const outcomes = await everywhere(60, (store, n) =>
        store.commit(creation(sampleCallback(n, own), { origin, guards: [guard] })),
      );
      assert.equal(outcomes.filter(({ ok }) => ok).length, max);
    });
  }

  it('attempts on three replicas hold no more lines than there are', async () => {
    const waiters = await everywhere(9, (store, n) =>
      saved(
        store,
        creation(
          waiting(5, { callbackId: `w${n}`, visitor: { name: 'A', phone: phone(n), email: undefined } }),
        ),
      ),
    );
    const outcomes = await everywhere(9, (store, n) => {
      const callback = waiters[n] as (typeof waiters)[number];
      const attempt = { before: undefined, after: sampleAttempt(callback) };
      const guards: Guard[] = [{ kind: 'line-free', line, lines: 2 }];
      return store.commit(advance(callback, { status: 'calling', attempts: 1 }, { attempt, guards }));
    });
    assert.ok(outcomes.filter(({ ok }) => ok).length <= 2);
    const [held] = await database.sql('select count(*) as held from attempts where closed_at is null');
    assert.ok(Number(held?.held) <= 2);
  });

  it('each due effect is claimed by one replica', async () => {
    const arm = [{ effect: placeCall, dueAt: start }];
    await everywhere(30, (store, n) => saved(store, creation(sampleCallback(n), { arm })));
    const claim = { kinds: ['place-call' as const], at: start, leaseMs: 1_000, limit: 20 };
    const claimed = await everywhere(6, (store, n) => store.claim({ ...claim, owner: `owner ${n}` }));
    const ids = claimed.flat().map(({ callbackId }) => callbackId);
    assert.equal(ids.length, 30);
    assert.equal(new Set(ids).size, 30);
  });

  it('a replica that wakes up after its lease commits nothing', async () => {
    const [first, second] = stores as [Store, Store];
    const arm = [{ effect: placeCall, dueAt: start }];
    const callback = await saved(first, creation(waiting(1), { arm }));
    const claim = { kinds: ['place-call' as const], leaseMs: 30_000, limit: 1 };
    const [slept] = await first.claim({ ...claim, owner: 'slept', at: start });
    const [taken] = await second.claim({ ...claim, owner: 'other', at: start + 30_000 });
    assert.ok(slept && taken);
    const late = await first.commit(advance(callback, { status: 'calling' }, { claimed: slept }));
    assert.deepEqual(late, { ok: false, conflict: 'effect-lost' });
    assert.equal((await second.load('request-1'))?.callback.status, 'verified');
    assert.ok((await second.commit(advance(callback, { status: 'calling' }, { claimed: taken }))).ok);
  });

  it('one replica deletes old callbacks, and another goes on when its lease has ended', async () => {
    const engines = await Promise.all([1, 2].map(() => openPostgres({ url: database.url, poolSize: 2 })));
    const [first, second] = engines.map((engine) => createDatabasePorts(engine, clock).personalData);
    assert.ok(first && second);
    const claims: boolean[] = [];
    for (const [ports, at] of [
      [first, start],
      [second, start + 9],
      [first, start + 9],
      [second, start + 18],
      [second, start + 19],
      [first, start + 20],
    ] as const)
      claims.push(await ports.claimSweep(at, 10));
    assert.deepEqual(claims, [true, false, true, false, true, false]);
    await Promise.all(engines.map((engine) => engine.close()));
  });

  it('a commit is told to the other replicas, with its armed effect', { timeout: 20_000 }, async () => {
    const [first, second] = stores as [Store, Store];
    await listening(3);
    const heard = new Promise((resolve) => second.onCommit(resolve));
    await saved(first, creation(sampleCallback(1), { arm: [{ effect: placeCall, dueAt: start }] }));
    assert.deepEqual(await heard, { callbackId: 'request-1', armed: true });
  });

  it('a replica whose listener was cut off is told what it missed', { timeout: 20_000 }, async () => {
    const [first, second] = stores as [Store, Store];
    await listening(3);
    const heard = new Promise((resolve) => second.onCommit(resolve));
    await database.sql(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like '%listener'`);
    // The others learn of it by a notification or, when they listen too late, by reading what changed last.
    const now = Date.now();
    await saved(first, creation(sampleCallback(1, { createdAt: now, updatedAt: now })));
    assert.equal(((await heard) as { callbackId: string }).callbackId, 'request-1');
  });

  it('connections that the server cuts lose no change and repeat none', async () => {
    let done = false;
    const cutting = (async () => {
      while (!done) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        await database.sql(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'callback-platform' and random() < 0.3`);
      }
    })();
    const outcomes = await everywhere(90, async (store, n) => {
      await new Promise((resolve) => setTimeout(resolve, n * 3));
      return store.commit(creation(sampleCallback(n))).catch((fault: { code: string }) => fault.code);
    });
    done = true;
    await cutting;
    const stored = new Set(
      (await database.sql('select request_id from callbacks')).map((row) => row.request_id),
    );
    for (const [n, outcome] of outcomes.entries()) {
      if (typeof outcome === 'string') assert.equal(outcome, 'store-unavailable');
      else assert.ok(outcome.ok && stored.has(`request-${n}`), `request ${n}: ${JSON.stringify(outcome)}`);
    }
    // How many get through is chance; that some did shows that the pool connects again.
    assert.ok(outcomes.some((outcome) => typeof outcome === 'object'));
  });

  /** Waits until as many processes listen. */
  async function listening(count: number): Promise<void> {
    for (;;) {
      const [row] = await database.sql(`select count(*) as n from pg_stat_activity
        where datname = current_database() and application_name like '%listener' and query ilike 'listen%'`);
      if (Number(row?.n) === count) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});

describe('The schema of a Postgres database', () => {
  it('is created once when four replicas start at the same time', async () => {
    const { url, drop } = await createBareDatabase();
    const engines = await Promise.all([1, 2, 3, 4].map(() => openPostgres({ url, poolSize: 2 })));
    await Promise.all(engines.map((engine) => engine.checkWritable()));
    assert.deepEqual(
      engines.map(({ moved }) => moved),
      [false, false, false, false],
    );
    await Promise.all(engines.map((engine) => engine.close()));
    await drop();
  });

  it('of a newer version is refused with what to do', async () => {
    const { url, drop } = await createBareDatabase();
    await (await openPostgres({ url, poolSize: 2 })).close();
    await run(
      url,
      `insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01T00:00:00.000Z')`,
    );
    await assert.rejects(openPostgres({ url, poolSize: 2 }), {
      code: 'newer-schema',
      message: /Start that version again/,
    });
    await drop();
  });

  it('of a database that was restored elsewhere counts as moved until it is accepted', async () => {
    const { url, drop } = await createBareDatabase();
    const moves: boolean[] = [];
    async function open(accept: boolean): Promise<void> {
      const engine = await openPostgres({ url, poolSize: 2 });
      moves.push(engine.moved);
      if (accept) await engine.acceptMove();
      await engine.close();
    }
    await open(false);
    await run(url, `update database_seal set identity = 'another server'`);
    await open(false);
    await open(true);
    await open(false);
    assert.deepEqual(moves, [false, true, true, false]);
    await drop();
  });
});

async function run(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}
