import { type CompiledQuery, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ListFilter, ListPage, SortField } from '../../../ports/operator/callback-list.ts';
import type { Engine } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';
import { createdWithin, groupConditions, namesPerson, personConditions } from './list-filter.ts';
import { matchingGroups } from './list-groups.ts';

/** A callback in a list: its id and the value by which the list is sorted. */
export type Place = { request_id: string; value: string };

const sortColumns = {
  created_at: sql<string>`callbacks.created_at`,
  updated_at: sql<string>`callbacks.updated_at`,
  name: sql<string>`lower(callbacks.visitor_name)`,
} as const satisfies Record<SortField, RawBuilder<string>>;

/**
 * A list by another column than the time of creation can be read in that order. It can also begin with all callbacks
 * of its period. Maximum number of callbacks for which reading and sorting them is quicker.
 */
export type MaxSorted = Record<Exclude<SortField, 'created_at'>, number>;

/** The index of a period holds the times of the last changes, and no names. */
export const maxSorted: MaxSorted = { updated_at: 100_000, name: 2_000 };

/** Returns the next `limit` callbacks of a list, in its order. */
export async function placesOf(
  engine: Engine,
  filter: ListFilter,
  page: ListPage,
  limit: number,
  most = maxSorted,
): Promise<Place[]> {
  if (namesPerson(filter)) {
    const inOrder = page.sort === 'created_at' && filter.name === undefined;
    return engine.readAside(
      select(personConditions(engine, filter), page, limit, inOrder ? undefined : engine).compile(engine.db),
    );
  }
  const groups = await matchingGroups(engine, filter);
  if (groups.length === 0) return [];
  const whole = [...groupConditions(filter, groups), ...createdWithin(filter)];
  if (await isFewInPeriod(engine, filter, page, { conditions: whole, most }))
    return engine.readAside(select(whole, page, limit, engine).compile(engine.db));
  return engine.readAside(merge(engine, filter, groups, page, limit));
}

/** Counts what matches, up to `limit`. `complete`: no name was left out of the search. */
export async function countUpTo(
  engine: Engine,
  filter: ListFilter,
  limit: number,
): Promise<{ count: number; complete: boolean }> {
  const conditions = await conditionsOf(engine, filter);
  return countRows(engine, conditions, limit, filter.name);
}

/** Returns the ids of up to `limit` callbacks that match, in any order. */
export async function idsUpTo(engine: Engine, filter: ListFilter, limit: number): Promise<string[]> {
  const conditions = await conditionsOf(engine, filter);
  const query = sql<{ request_id: string }>`
    select callbacks.request_id from callbacks where ${all(conditions)} limit ${limit}`;
  return (await engine.readAside(query.compile(engine.db))).map(({ request_id }) => request_id);
}

async function conditionsOf(engine: Engine, filter: ListFilter): Promise<RawBuilder<SqlBool>[]> {
  if (namesPerson(filter)) return personConditions(engine, filter);
  const groups = await matchingGroups(engine, filter);
  return [...groupConditions(filter, groups), ...createdWithin(filter)];
}

async function countRows(engine: Engine, conditions: RawBuilder<SqlBool>[], limit: number, name?: string) {
  const complete = name === undefined ? sql<number>`1` : engine.looksAtAllNames(name);
  const query = sql<{
    count: number;
    complete: number;
  }>`select count(*) as count, ${complete} as complete from (
    select 1 as one from callbacks where ${all(conditions)} limit ${limit}) as matching`;
  const [row] = await engine.readAside(query.compile(engine.db));
  return { count: Number(row?.count ?? 0), complete: row?.complete === 1 };
}

async function isFewInPeriod(
  engine: Engine,
  { from, to }: ListFilter,
  { sort }: ListPage,
  { conditions, most }: { conditions: RawBuilder<SqlBool>[]; most: MaxSorted },
): Promise<boolean> {
  if (sort === 'created_at' || (from === undefined && to === undefined)) return false;
  const { count } = await countRows(engine, conditions, most[sort] + 1);
  return count <= most[sort];
}

/** Walks the index of each group in the list's order and merges the first callbacks of each. */
function merge(
  engine: Engine,
  filter: ListFilter,
  groups: readonly string[],
  page: ListPage,
  limit: number,
): CompiledQuery<Place> {
  const parts = groups.map((group) => {
    const conditions = [...groupConditions(filter, [group]), ...periodBesideOrder(engine, filter, page)];
    return sql`select * from (${select(conditions, page, limit, undefined)}) as part`;
  });
  const direction = sql.raw(page.order);
  // Sorting the parts together spares SQLite a temporary table for each.
  const value = engine.withoutIndex(sql`value`);
  const id = engine.withoutIndex(sql`request_id`);
  return sql<Place>`select request_id, value from (${sql.join(parts, sql` union all `)}) as parts
    order by ${value} ${direction}, ${id} ${direction} limit ${limit}`.compile(engine.db);
}

/** A callback changes after its creation; a clock that is set back can reverse that by less than this. */
const clockStepMs = 86_400_000;

function periodBesideOrder(engine: Engine, filter: ListFilter, page: ListPage): RawBuilder<SqlBool>[] {
  const { sort, order, after } = page;
  const hidden = engine.withoutIndex(sql.ref('callbacks.created_at'));
  if (sort === 'created_at') {
    // SQLite begins at one bound only, and the cursor lies within the period.
    if (after === undefined) return createdWithin(filter);
    const { from, to, ...rest } = filter;
    const ahead = order === 'asc' ? { ...rest, to } : { ...rest, from };
    return [...createdWithin(ahead), ...createdWithin(filter, hidden)];
  }
  const beside = createdWithin(filter, hidden);
  if (sort === 'name' || filter.from === undefined) return beside;
  return [...beside, sql<SqlBool>`callbacks.updated_at >= ${toInstant(filter.from - clockStepMs)}`];
}

/** With `sorts` the callbacks are found first and then sorted, so that the order chooses no index. */
function select(
  conditions: RawBuilder<SqlBool>[],
  { sort, order, after }: ListPage,
  limit: number,
  sorts: Engine | undefined,
): RawBuilder<Place> {
  const column = sortColumns[sort];
  const ordered = sorts === undefined ? column : sorts.withoutIndex(column);
  const direction = sql.raw(order);
  const cursor = after === undefined ? [] : beyond(ordered, order, after);
  return sql<Place>`
    select callbacks.request_id, ${column} as value from callbacks
    where ${all([...conditions, ...cursor])}
    order by ${ordered} ${direction}, callbacks.request_id ${direction} limit ${limit}`;
}

/** The first condition follows from the second; SQLite begins at an expression's value only when it stands alone. */
function beyond(
  column: RawBuilder<string>,
  order: ListPage['order'],
  { value, callbackId }: NonNullable<ListPage['after']>,
): RawBuilder<SqlBool>[] {
  const sign = sql.raw(order === 'asc' ? '>' : '<');
  return [
    sql<SqlBool>`${column} ${sign}= ${value}`,
    sql<SqlBool>`(${column}, callbacks.request_id) ${sign} (${value}, ${callbackId})`,
  ];
}

function all(conditions: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql.join(conditions, sql` and `);
}
