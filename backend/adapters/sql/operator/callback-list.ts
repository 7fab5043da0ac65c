import type {
  CallbackList,
  Count,
  ListFilter,
  ListItem,
  ListPage,
} from '../../../ports/operator/callback-list.ts';
import type { Engine } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';
import { type JoinedRecord, selectRecords, toRecord } from '../rows/record-row.ts';
import { openDossier } from './dossier.ts';
import { maxNameMatches } from './list-filter.ts';
import { countUpTo, idsUpTo, type MaxSorted, maxSorted, placesOf } from './list-places.ts';

/** Counting stops here, because it costs time for each row. */
const maxCount = 10_000;

/** Creates the port of the operator's lists. */
export function createCallbackList(engine: Engine, most = maxSorted): CallbackList {
  return {
    search: (filter, page) => search(engine, filter, page, most),
    async find(siteId, callbackIds) {
      const items = await load(engine, [...callbackIds]);
      return items.filter(({ callback }) => callback.siteId === siteId);
    },
    changedSince: (siteId, since, limit) => changedSince(engine, siteId, since, limit),
    count: (filter) => count(engine, filter),
    ids: (filter, limit) => idsUpTo(engine, filter, limit),
    open: (siteId, callbackId) => openDossier(engine, siteId, callbackId),
    async addNote(callbackId, { text, by, at }) {
      const row = { request_id: callbackId, text, author: by, created_at: toInstant(at) };
      await engine.write([{ query: engine.db.insertInto('callback_notes').values(row).compile() }]);
    },
  };
}

async function search(engine: Engine, filter: ListFilter, page: ListPage, most: MaxSorted) {
  const places = await placesOf(engine, filter, page, page.limit + 1, most);
  const wanted = places.slice(0, page.limit);
  const last = places.length > page.limit ? wanted.at(-1) : undefined;
  const next = last === undefined ? undefined : { value: last.value, callbackId: last.request_id };
  return { items: await load(engine, idsOf(wanted)), next };
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
  const before = { value: toInstant(since), callbackId: '' };
  const page: ListPage = { sort: 'updated_at', order: 'asc', limit, after: before };
  return load(engine, idsOf(await placesOf(engine, { siteId }, page, limit)));
}

async function count(engine: Engine, filter: ListFilter): Promise<Count> {
  const { count: found, complete } = await countUpTo(engine, filter, maxCount + 1);
  if (filter.name !== undefined && found >= maxNameMatches) return { exact: false, count: found };
  return { exact: complete && found <= maxCount, count: Math.min(found, maxCount) };
}
