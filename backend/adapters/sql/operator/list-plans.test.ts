import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { after, before, test } from 'node:test';
import type { CompiledQuery } from 'kysely';
import { createEmptyDatabase } from '../../../../test/support/database/empty-database.ts';
import { insertionOf, randomCallbacks } from '../../../../test/support/database/random-callbacks.ts';
import { seededRandom } from '../../../../test/support/fakes/seeded-random.ts';
import type { ListFilter, ListPage, SortField } from '../../../ports/operator/callback-list.ts';
import type { Engine } from '../engine.ts';
import { openSqlite } from '../sqlite/engine.ts';
import { createCallbackList } from './callback-list.ts';
import { createStatistics } from './statistics.ts';

/** SQLite chooses an index without statistics, so its plans for a few callbacks are those for a million. */
let engine: Engine;
let database: DatabaseSync;
let folder: string;

before(async () => {
  const created = await createEmptyDatabase();
  const { path } = created;
  folder = created.folder;
  engine = await openSqlite({ path, lockTimeoutMs: 5_000 });
  database = new DatabaseSync(path);
  for (const statement of insertionOf(randomCallbacks(seededRandom(3), 40))) database.exec(statement);
});

after(async () => {
  database.close();
  await engine.close();
  await rm(folder, { recursive: true });
});

type Read = { plan: string[] };

/** Returns the plans of the statements that read callbacks, without those that load the callbacks of a page. */
async function plansOf(read: (recorded: Engine) => Promise<unknown>): Promise<string[]> {
  const reads: Read[] = [];
  const recorded: Engine = {
    ...engine,
    readAside<Row>(query: CompiledQuery<Row>) {
      if (!query.sql.includes('"code"')) reads.push({ plan: planOf(query) });
      return engine.readAside(query);
    },
  };
  await read(recorded);
  return reads.flatMap(({ plan }) => plan);
}

function planOf({ sql, parameters }: CompiledQuery): string[] {
  const rows = database.prepare(`explain query plan ${sql}`).all(...(parameters as SQLInputValue[]));
  return [...new Set(rows.map(({ detail }) => String(detail)))];
}

const siteId = 'default';
const page = { limit: 50, after: undefined };
const from = Date.UTC(2026, 10, 1);
const period = { from, to: from + 86_400_000 };
const indexOf = { created_at: 'creation', updated_at: 'update', name: 'name' } as const;
const cursors = { created_at: '2026-11-02T00:00:00.000Z', updated_at: '2026-11-02T00:00:00.000Z', name: 'b' };

const groupFilters: [string, Omit<ListFilter, 'siteId'>][] = [
  ['all', {}],
  ['a status', { status: ['verified'] }],
  ['statuses', { status: ['failed', 'cancelled', 'completed'] }],
  ['an outcome', { outcome: ['business-busy'] }],
  ['a status and outcomes', { status: ['failed'], outcome: ['business-busy', 'talked'] }],
  ['what needs the operator', { needsYou: true }],
  ['what does not need the operator', { needsYou: false, status: ['failed'] }],
];

function pagesOf(sort: SortField): ListPage[] {
  return (['asc', 'desc'] as const).flatMap((order) => [
    { ...page, sort, order },
    { ...page, sort, order, after: { value: cursors[sort], callbackId: 'c' } },
  ]);
}

/** The lines of a plan that find callbacks. */
function findsOf(plan: readonly string[]): string[] {
  return plan.filter((line) => /\bcallbacks\b/.test(line));
}

for (const sort of ['created_at', 'updated_at', 'name'] as const) {
  const index = `USING COVERING INDEX callbacks_listed_by_${indexOf[sort]} (site_id=? AND <expr>=?`;

  test(`a list by ${sort} is walked along its index, with any filter of states`, async () => {
    for (const [what, filter] of groupFilters)
      for (const wanted of pagesOf(sort)) {
        const plan = await plansOf((recorded) =>
          createCallbackList(recorded).search({ siteId, ...filter }, wanted),
        );
        const walks = findsOf(plan).filter((line) => !isJump(line));
        assert.ok(walks.length > 0, what);
        for (const walk of walks) assert.ok(walk.includes(index), `${what}: ${walk}`);
        assert.ok(plan.filter((line) => line.includes('TEMP B-TREE')).length <= 1, what);
        assert.ok(!plan.some((line) => line.includes('MERGE')), what);
      }
  });

  test(`a deep page of a list by ${sort} begins at its cursor`, async () => {
    for (const [what, filter] of groupFilters)
      for (const wanted of pagesOf(sort).filter(({ after: cursor }) => cursor !== undefined)) {
        const plan = await plansOf((recorded) =>
          createCallbackList(recorded).search({ siteId, ...filter }, wanted),
        );
        const bound = wanted.order === 'asc' ? '>' : '<';
        const walks = findsOf(plan).filter((line) => line.includes(index));
        for (const walk of walks) assert.match(walk, new RegExp(`AND [^ ]+${bound}\\?`), what);
      }
  });

  test(`a list by ${sort} of a period never reads callbacks outside the indexes`, async () => {
    for (const most of [-1, 1_000])
      for (const [what, filter] of groupFilters)
        for (const wanted of pagesOf(sort)) {
          const list = (recorded: Engine) => createCallbackList(recorded, { updated_at: most, name: most });
          const plan = await plansOf((recorded) =>
            list(recorded).search({ siteId, ...period, ...filter }, wanted),
          );
          const sorted = sort !== 'created_at' && most > 0;
          const expected = sorted ? 'callbacks_listed_by_creation' : `callbacks_listed_by_${indexOf[sort]}`;
          const last = findsOf(plan).at(-1) ?? '';
          assert.ok(last.includes(`INDEX ${expected} (site_id=? AND <expr>=?`), `${what}: ${last}`);
        }
  });
}

/** Finding the groups that exist is one search a group. */
function isJump(line: string): boolean {
  return /INDEX callbacks_listed_by_\w+ \(site_id=\?( AND <expr>>\?)?\)$/.test(line);
}

const personFilters: [string, Omit<ListFilter, 'siteId'>, RegExp][] = [
  ['a whole phone', { phone: { whole: '+12015550145' } }, /INDEX callbacks_by_phone \(visitor_phone=\?\)/],
  [
    'four last digits',
    { phone: { lastDigits: '0145' } },
    /callbacks_listed_by_digits \(site_id=\? AND <expr>=\?/,
  ],
  [
    'seven last digits',
    { phone: { lastDigits: '5550145' } },
    /callbacks_listed_by_digits \(site_id=\? AND <expr>=\?/,
  ],
  ['a part of a name', { name: 'ann' }, /sqlite_autoindex_callbacks_1 \(request_id=\?\)/],
  ['two letters of a name', { name: 'xi' }, /sqlite_autoindex_callbacks_1 \(request_id=\?\)/],
];
const besides: Omit<ListFilter, 'siteId'>[] = [
  {},
  period,
  { status: ['verified'] },
  { status: ['verified', 'calling', 'connected'] },
  { outcome: ['talked'] },
  { needsYou: true },
];

for (const [what, person, index] of personFilters)
  test(`a search for ${what} begins with the index for it, with any filters`, async () => {
    for (const beside of besides)
      for (const wanted of (['created_at', 'updated_at', 'name'] as const).flatMap(pagesOf)) {
        const filter = { siteId, ...person, ...beside };
        const plan = await plansOf(async (recorded) => {
          const list = createCallbackList(recorded);
          await Promise.all([list.search(filter, wanted), list.count(filter), list.ids(filter, 10)]);
        });
        for (const line of findsOf(plan)) assert.match(line, index, JSON.stringify({ beside, wanted }));
      }
  });

test('counts and ids of a list read one index only, with any filter of states', async () => {
  for (const [what, filter] of groupFilters.flatMap(([name, states]) => [
    [name, states] as const,
    [`${name} of a period`, { ...states, ...period }] as const,
  ])) {
    const plan = await plansOf(async (recorded) => {
      const list = createCallbackList(recorded);
      await Promise.all([list.count({ siteId, ...filter }), list.ids({ siteId, ...filter }, 10)]);
    });
    for (const line of findsOf(plan))
      assert.ok(
        isJump(line) || /COVERING INDEX callbacks_listed_by_\w+ \(site_id=\? AND <expr>=\?/.test(line),
        `${what}: ${line}`,
      );
  }
});

test('changes since a time are found by the index of changes', async () => {
  const plan = await plansOf((recorded) => createCallbackList(recorded).changedSince(siteId, from, 50));
  const walks = findsOf(plan).filter((line) => !isJump(line));
  for (const walk of walks)
    assert.match(walk, /callbacks_listed_by_update \(site_id=\? AND <expr>=\? AND updated_at>/);
  assert.ok(walks.length > 0);
});

test('the texts of a day are found by the time of their callbacks', async () => {
  const plan = await plansOf((recorded) => createStatistics(recorded).texts(siteId, from));
  assert.match(findsOf(plan).join(), /INDEX callbacks_by_time \(created_at>\?\)/);
});
