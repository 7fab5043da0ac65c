import { type SelectQueryBuilder, sql } from 'kysely';
import type {
  CallbackList,
  Count,
  ListFilter,
  ListItem,
  ListPage,
  SortField,
} from '../../../ports/operator/callback-list.ts';
import type { Engine } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';
import { type JoinedRecord, selectRecords, toRecord } from '../rows/record-row.ts';
import type { Database } from '../schema.ts';
import { openDossier } from './dossier.ts';
import { conditions, inOrderOfCreation, maxNameMatches } from './list-filter.ts';

/** Counting stops here, because it costs time for each row. */
const maxCount = 10_000;

/** Creates the port of the operator's lists. */
export function createCallbackList(engine: Engine): CallbackList {
  return {
    search: (filter, page) => search(engine, filter, page),
    async find(siteId, callbackIds) {
      const items = await load(engine, [...callbackIds]);
      return items.filter(({ callback }) => callback.siteId === siteId);
    },
    changedSince: (siteId, since, limit) => changedSince(engine, siteId, since, limit),
    count: (filter) => count(engine, filter),
    ids: (filter, limit) => ids(engine, filter, limit),
    open: (siteId, callbackId) => openDossier(engine, siteId, callbackId),
    async addNote(callbackId, { text, by, at }) {
      const row = { request_id: callbackId, text, author: by, created_at: toInstant(at) };
      await engine.write([{ query: engine.db.insertInto('callback_notes').values(row).compile() }]);
    },
  };
}

const sortColumns = {
  created_at: sql<string>`callbacks.created_at`,
  updated_at: sql<string>`callbacks.updated_at`,
  name: sql<string>`lower(callbacks.visitor_name)`,
} as const satisfies Record<SortField, unknown>;

async function search(engine: Engine, filter: ListFilter, page: ListPage) {
  const limit = page.limit + 1;
  const parts = page.sort === 'created_at' ? inOrderOfCreation(filter) : [filter];
  const found = await Promise.all(parts.map((part) => idsInOrder(engine, part, page, limit)));
  const sign = page.order === 'asc' ? 1 : -1;
  const merged = found.flat().sort((left, right) => sign * compare(left, right));
  const wanted = merged.slice(0, page.limit);
  const last = merged.length > page.limit ? wanted.at(-1) : undefined;
  const next = last === undefined ? undefined : { value: last.value, callbackId: last.request_id };
  return { items: await load(engine, idsOf(wanted)), next };
}

type Place = { request_id: string; value: string };

function compare(left: Place, right: Place): number {
  if (left.value !== right.value) return left.value < right.value ? -1 : 1;
  return left.request_id < right.request_id ? -1 : 1;
}

function idsInOrder(engine: Engine, filter: ListFilter, page: ListPage, limit: number): Promise<Place[]> {
  const column = sortColumns[page.sort];
  const query = engine.db
    .selectFrom('callbacks')
    .select(['callbacks.request_id', column.as('value')])
    .where(conditions(engine, filter))
    .$call((rows) => afterCursor(rows, page))
    .orderBy(column, page.order)
    .orderBy('callbacks.request_id', page.order)
    .limit(limit);
  return engine.readAside(query.compile());
}

function afterCursor<Row>(
  rows: SelectQueryBuilder<Database, 'callbacks', Row>,
  { after, sort, order }: ListPage,
): SelectQueryBuilder<Database, 'callbacks', Row> {
  if (after === undefined) return rows;
  const operator = sql.raw(order === 'asc' ? '>' : '<');
  const place = sql<boolean>`(${sortColumns[sort]}, callbacks.request_id) ${operator} (${after.value}, ${after.callbackId})`;
  return rows.where(place);
}

function idsOf(rows: readonly { request_id: string }[]): string[] {
  return rows.map(({ request_id }) => request_id);
}

/** Loads the latest attempt of each callback with it. */
async function load(engine: Engine, wanted: string[]): Promise<ListItem[]> {
  if (wanted.length === 0) return [];
  const query = selectRecords(engine.db)
    .where('callbacks.request_id', 'in', wanted)
    .where((row) =>
      row.or([row('attempt.number', 'is', null), row('attempt.number', '=', row.ref('callbacks.attempts'))]),
    );
  const rows = (await engine.readAside(query.compile())) as JoinedRecord[];
  const byId = new Map(rows.map((row) => [row.request_id, toRecord(row)]));
  return wanted.flatMap((id) => byId.get(id) ?? []);
}

async function changedSince(engine: Engine, siteId: string, since: number, limit: number) {
  const query = engine.db
    .selectFrom('callbacks')
    .select('request_id')
    .where('site_id', '=', siteId)
    .where('updated_at', '>=', toInstant(since))
    .orderBy('updated_at')
    .orderBy('request_id')
    .limit(limit);
  return load(engine, idsOf(await engine.readAside(query.compile())));
}

async function count(engine: Engine, filter: ListFilter): Promise<Count> {
  const some = engine.db
    .selectFrom('callbacks')
    .select(sql.lit(1).as('one'))
    .where(conditions(engine, filter))
    .limit(maxCount + 1);
  const query = engine.db.selectFrom(some.as('some')).select(sql<number>`count(*)`.as('count'));
  const [row] = await engine.readAside(query.compile());
  const found = Number(row?.count ?? 0);
  if (filter.name !== undefined && found >= maxNameMatches) return { exact: false, count: found };
  return { exact: found <= maxCount, count: Math.min(found, maxCount) };
}

async function ids(engine: Engine, filter: ListFilter, limit: number): Promise<string[]> {
  const query = engine.db
    .selectFrom('callbacks')
    .select('callbacks.request_id')
    .where(conditions(engine, filter))
    .limit(limit);
  return idsOf(await engine.readAside(query.compile()));
}
