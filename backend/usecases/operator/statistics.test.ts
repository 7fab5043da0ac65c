import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { createEmptyDatabase } from '../../../test/support/database/empty-database.ts';
import { seededRandom } from '../../../test/support/fakes/seeded-random.ts';
import { createDatabasePorts } from '../../adapters/sql/database.ts';
import { openSqlite } from '../../adapters/sql/sqlite/engine.ts';
import { createCalendar } from '../../adapters/system/calendar.ts';
import { acceptedOutcomes } from '../../domain/outcome.ts';
import { siteFigures } from './statistics.ts';

const calendar = createCalendar();
const quarterMs = 15 * 60_000;
const dayMs = 86_400_000;
const to = Date.UTC(2026, 10, 3);

const states = [
  ['completed', 'talked', 1],
  ['failed', 'business-busy', 1],
  ['failed', 'not-verified', 0],
  ['verified', '', 1],
] as const;

type Row = { at: number; status: string; outcome: string; callbacks: number };

async function openWith(t: TestContext, rows: readonly Row[]) {
  const { folder, path } = await createEmptyDatabase();
  const engine = await openSqlite({ path, lockTimeoutMs: 5_000 });
  t.after(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });
  const database = new DatabaseSync(path);
  const insert = database.prepare("insert into callback_sums values ('default', ?, ?, ?, ?, ?)");
  database.exec('begin');
  for (const { at, status, outcome, callbacks } of rows)
    insert.run(new Date(at).toISOString(), status, outcome, outcome === 'not-verified' ? 0 : 1, callbacks);
  database.exec('commit');
  database.close();
  return createDatabasePorts(engine, { now: () => to, monotonic: () => 0, after: () => () => {} });
}

/** Sums over the change to winter time in Europe, and of clocks that change by half an hour. */
function randomRows(): Row[] {
  const random = seededRandom(5);
  const quarters = Array.from(
    { length: (14 * dayMs) / quarterMs },
    (_, index) => to - (index + 1) * quarterMs,
  );
  return quarters.flatMap((at) =>
    states.map(([status, outcome]) => ({ at, status, outcome, callbacks: random.between(0, 3) })),
  );
}

for (const zone of [
  'Europe/Berlin',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
])
  test(`figures by local day and hour count each callback once, in ${zone}`, async (t) => {
    const rows = randomRows();
    const { statistics, callbackList } = await openWith(t, rows);
    const from = to - 10 * dayMs;
    const site = { id: 'default', zone };
    const found = await siteFigures({ statistics, callbackList, calendar }, site, { from, to, now: to });
    const inPeriod = rows.filter(({ at }) => at >= from);
    assert.equal(found.total, totalOf(inPeriod));
    assert.equal(found.completed, totalOf(inPeriod.filter(({ status }) => status === 'completed')));
    assert.equal(found.verified, totalOf(inPeriod.filter(({ outcome }) => outcome !== 'not-verified')));
    assert.deepEqual(found.byDay, daysOf(inPeriod, zone));
    assert.deepEqual(found.byHour, hoursOf(inPeriod, zone));
  });

function totalOf(rows: readonly Row[]): number {
  return rows.reduce((total, { callbacks }) => total + callbacks, 0);
}

function daysOf(rows: readonly Row[], zone: string) {
  const days = new Map(rows.map(({ at }) => [calendar.local(zone, at).date, [] as Row[]]));
  for (const row of rows) days.get(calendar.local(zone, row.at).date)?.push(row);
  const within = (day: readonly Row[], wanted: string) =>
    totalOf(day.filter(({ status }) => status === wanted));
  return new Map(
    [...days].map(([date, day]) => [
      date,
      { total: totalOf(day), completed: within(day, 'completed'), failed: within(day, 'failed') },
    ]),
  );
}

function hoursOf(rows: readonly Row[], zone: string) {
  const week = Array.from({ length: 7 }, () =>
    Array.from({ length: 24 }, () => ({ total: 0, attempted: 0, answered: 0 })),
  );
  for (const { at, outcome, callbacks } of rows) {
    const { weekday, minutes } = calendar.local(zone, at);
    const cell = week[weekday - 1]?.[Math.floor(minutes / 60)];
    if (cell === undefined) continue;
    const answered = acceptedOutcomes.some((accepted) => accepted === outcome);
    cell.total += callbacks;
    cell.answered += answered ? callbacks : 0;
    cell.attempted += answered || outcome === 'business-busy' ? callbacks : 0;
  }
  return week;
}
