import { computed, signal } from '@preact/signals';
import type { CallbackPage, CallbackRow } from '../../../contract/operator/callbacks.ts';
import type { Failure } from '../../api/fetch-json.ts';
import { operatorApi, type Search } from '../api/operator-api.ts';
import { serverNow, tickNow, zone } from '../state/clock.ts';
import { type Filter, filter, toCallbackFilter } from './filter.ts';

export type List = {
  rows: readonly CallbackRow[];
  total: CallbackPage['total'];
  next: string | undefined;
  /** What the rows answer; an action on all that match sends it back. */
  search: Search;
};

export const list = signal<List | undefined>(undefined);
export const isLoading = signal(false);
export const listFailure = signal<Failure | undefined>(undefined);
/** Cursors of the pages before this one; the first page has none. */
export const cursors = signal<readonly string[]>([]);
/** Ids of requests that came after the list was read. They wait, so that the list does not move under the hand. */
export const waitingIds = signal<ReadonlySet<string>>(new Set());
export const pageNumber = computed(() => cursors.value.length + 1);
export const firstRowNumber = computed(() => cursors.value.length * filter.value.limit + 1);

let reading: AbortController | undefined;

/** Reads the first page again. */
export function reloadList(): Promise<void> {
  cursors.value = [];
  return readPage(newSearch(filter.value));
}

/** Reads the shown page again, without moving it. */
export function refreshList(): Promise<void> {
  if (cursors.value.length === 0) return reloadList();
  const { search } = list.value ?? { search: newSearch(filter.value) };
  return readPage(search);
}

export function nextPage(): Promise<void> {
  const { next, search } = list.value ?? {};
  if (next === undefined || search === undefined) return Promise.resolve();
  cursors.value = [...cursors.value, next];
  return readPage({ ...search, cursor: next });
}

export function previousPage(): Promise<void> {
  const { search } = list.value ?? {};
  if (search === undefined || cursors.value.length === 0) return Promise.resolve();
  cursors.value = cursors.value.slice(0, -1);
  const cursor = cursors.value.at(-1);
  const { cursor: _left, ...rest } = search;
  return readPage(cursor === undefined ? rest : { ...rest, cursor });
}

function newSearch(given: Filter): Search {
  const { sort, order, limit } = given;
  return { ...toCallbackFilter(given, serverNow(), zone.value), sort, order, limit };
}

async function readPage(search: Search): Promise<void> {
  reading?.abort();
  const own = new AbortController();
  reading = own;
  isLoading.value = true;
  const answer = await operatorApi.search(search, own.signal);
  if (own.signal.aborted) return;
  isLoading.value = false;
  listFailure.value = answer.ok ? undefined : answer;
  if (!answer.ok) return;
  const { items, total, next } = answer.body;
  waitingIds.value = new Set();
  tickNow();
  list.value = { rows: items, total, next: next ?? undefined, search };
}

/** Shows a changed row in its place. A new request that matches waits until the operator asks for it. */
export function takeRow(row: CallbackRow): void {
  const known = list.value;
  if (known === undefined) return;
  const index = known.rows.findIndex(({ request_id }) => request_id === row.request_id);
  const old = known.rows[index];
  if (old !== undefined) {
    if (old.version <= row.version) list.value = { ...known, rows: known.rows.with(index, row) };
    return;
  }
  const isNew = !waitingIds.value.has(row.request_id) && matches(row, known.search);
  if (isNew) waitingIds.value = new Set([...waitingIds.value, row.request_id]);
  // A request can stop matching while it waits, as when another operator has dealt with it.
  else if (waitingIds.value.has(row.request_id) && !matches(row, known.search))
    waitingIds.value = new Set([...waitingIds.value].filter((id) => id !== row.request_id));
}

/** Former place of the row that an action has just removed from the list; the focus continues there. */
export const leftRow = signal<number | undefined>(undefined);

/** Shows the result of an action: a row that no longer belongs to the list leaves it at once. */
export function settleRow(row: CallbackRow): void {
  takeRow(row);
  const known = list.value;
  if (known === undefined || matches(row, known.search)) return;
  const index = known.rows.findIndex(({ request_id }) => request_id === row.request_id);
  if (index === -1) return;
  const total = typeof known.total === 'number' ? known.total - 1 : known.total;
  leftRow.value = undefined;
  list.value = { ...known, rows: known.rows.toSpliced(index, 1), total };
  leftRow.value = index;
}

/** Whether a row belongs to a search, as far as the page can say. The server has the last word. */
function matches(row: CallbackRow, search: Search): boolean {
  const { status, outcome, needs_you, phone, name, from, to } = search;
  return (
    (status === undefined || status.includes(row.status)) &&
    (outcome === undefined || (row.outcome !== null && outcome.includes(row.outcome))) &&
    (needs_you === undefined || needs_you === row.needs_you) &&
    (phone === undefined || row.phone.endsWith(phone.replaceAll(/\D/g, ''))) &&
    (name === undefined || row.name.toLowerCase().includes(name.toLowerCase())) &&
    (from === undefined || row.created_at >= from) &&
    (to === undefined || row.created_at < to)
  );
}
