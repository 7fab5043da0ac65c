import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type CallbackStatus, callbackStatuses, noLeads } from '../../../backend/domain/callback/state.ts';
import { type Outcome, outcomes } from '../../../backend/domain/outcome.ts';
import type { CallbackList, ListFilter, ListPage } from '../../../backend/ports/operator/callback-list.ts';
import {
  insertionOf,
  type ListedCallback,
  periodMs,
  periodStart,
  randomCallbacks,
  someOutcomes,
} from '../../support/database/random-callbacks.ts';
import { type Random, seededRandom } from '../../support/fakes/seeded-random.ts';
import { freshStore, type Open, type OpenedSqlStore } from './open-store.ts';

const sorts = ['created_at', 'updated_at', 'name'] as const;
const orders = ['asc', 'desc'] as const;

/** The operator's lists return what a plain search through all callbacks returns. */
export function listRules(open: Open<OpenedSqlStore>): void {
  const stage = freshStore(open);

  for (const [by, most] of [
    ['a walk along an index', { updated_at: -1, name: -1 }],
    ['sorting a period', { updated_at: 1_000, name: 1_000 }],
  ] as const) {
    it(`lists, counts and pages like a plain search, by ${by}`, async () => {
      const random = seededRandom(7);
      const callbacks = randomCallbacks(random, 300);
      for (const statement of insertionOf(callbacks)) await stage().sql(statement);
      const list = stage().lists(most);
      for (const filter of [...plainFilters, ...Array.from({ length: 15 }, () => randomFilter(random))]) {
        const page = { sort: random.pick(sorts), order: random.pick(orders), limit: random.between(40, 120) };
        await assertLikePlainSearch(list, callbacks, filter, page);
      }
    });
  }

  it('lists every callback when each possible group of states has one', async () => {
    const callbacks = oneOfEachGroup();
    for (const statement of insertionOf(callbacks)) await stage().sql(statement);
    const list = stage().lists();
    for (const sort of sorts)
      await assertLikePlainSearch(
        list,
        callbacks,
        { siteId: 'default' },
        { sort, order: 'desc', limit: 100 },
      );
  });

  it('lists callbacks that changed at a time or later, in order of the change', async () => {
    const callbacks = randomCallbacks(seededRandom(8), 60);
    for (const statement of insertionOf(callbacks)) await stage().sql(statement);
    const expected = inOrder(plainSearch(callbacks, { siteId: 'default' }), 'updated_at', 'asc');
    const since = expected[20];
    const found = await stage()
      .lists()
      .changedSince('default', since?.updatedAt ?? 0, 15);
    assert.deepEqual(idsOf(found.map(({ callback }) => callback)), idsOf(expected.slice(20, 35)));
  });
}

async function assertLikePlainSearch(
  list: CallbackList,
  callbacks: ListedCallback[],
  filter: ListFilter,
  page: Pick<ListPage, 'sort' | 'order' | 'limit'>,
): Promise<void> {
  const expected = inOrder(plainSearch(callbacks, filter), page.sort, page.order);
  const found = await readPages(list, filter, page);
  const message = JSON.stringify({ filter, page });
  assert.deepEqual(found, idsOf(expected), message);
  assert.deepEqual(await list.count(filter), { exact: true, count: expected.length }, message);
  assert.deepEqual((await list.ids(filter, 1_000)).sort(), idsOf(expected).sort(), message);
}

async function readPages(
  list: CallbackList,
  filter: ListFilter,
  page: Pick<ListPage, 'sort' | 'order' | 'limit'>,
): Promise<string[]> {
  const ids: string[] = [];
  let after: ListPage['after'];
  do {
    const { items, next } = await list.search(filter, { ...page, after });
    ids.push(...idsOf(items.map(({ callback }) => callback)));
    after = next;
  } while (after !== undefined);
  return ids;
}

function idsOf(callbacks: readonly { callbackId: string }[]): string[] {
  return callbacks.map(({ callbackId }) => callbackId);
}

function plainSearch(callbacks: readonly ListedCallback[], filter: ListFilter): ListedCallback[] {
  const { siteId, status, outcome, needsYou: needed, phone, name, from, to } = filter;
  return callbacks.filter(
    (callback) =>
      callback.siteId === siteId &&
      (status === undefined || status.includes(callback.status)) &&
      (outcome === undefined || (callback.outcome !== undefined && outcome.includes(callback.outcome))) &&
      (needed === undefined || needed === needsYou(callback)) &&
      (phone === undefined || hasPhone(callback, phone)) &&
      (name === undefined || callback.name.toLowerCase().includes(name.toLowerCase())) &&
      (from === undefined || callback.createdAt >= from) &&
      (to === undefined || callback.createdAt < to),
  );
}

function needsYou({ status, verifiedAt, done, outcome }: ListedCallback): boolean {
  const isLead = outcome !== undefined && !noLeads.some((end) => end === outcome);
  return status === 'failed' && verifiedAt !== undefined && done === undefined && isLead;
}

function hasPhone({ phone }: ListedCallback, wanted: NonNullable<ListFilter['phone']>): boolean {
  return 'whole' in wanted ? phone === wanted.whole : phone.endsWith(wanted.lastDigits);
}

function inOrder(callbacks: ListedCallback[], sort: ListPage['sort'], order: ListPage['order']) {
  const value = ({ createdAt, updatedAt, name }: ListedCallback) =>
    ({ created_at: createdAt, updated_at: updatedAt, name: name.toLowerCase() })[sort];
  const ascending = callbacks.toSorted((left, right) => {
    if (value(left) !== value(right)) return value(left) < value(right) ? -1 : 1;
    return left.callbackId < right.callbackId ? -1 : 1;
  });
  return order === 'asc' ? ascending : ascending.reverse();
}

const siteId = 'default';
const middle = { from: periodStart + periodMs / 3, to: periodStart + periodMs / 2 };

/** Each field of a filter by itself, and pairs that exclude each other. */
const plainFilters: ListFilter[] = [
  { siteId },
  { siteId: 'other' },
  { siteId: 'unknown' },
  { siteId, status: ['verified'] },
  { siteId, status: ['failed', 'cancelled'] },
  { siteId, outcome: ['talked'] },
  { siteId, status: ['completed'], outcome: ['business-busy'] },
  { siteId, needsYou: true },
  { siteId, needsYou: false },
  { siteId, needsYou: true, status: ['completed'] },
  { siteId, needsYou: true, outcome: ['opted-out'] },
  { siteId, phone: { whole: '+12015550014' } },
  { siteId, phone: { lastDigits: '0021' } },
  { siteId, phone: { lastDigits: '5550021' } },
  { siteId, phone: { lastDigits: '5560021' } },
  { siteId, name: 'ann' },
  { siteId, name: 'BO' },
  { siteId, name: 'x' },
  { siteId, name: 'l%a' },
  { siteId, ...middle },
  { siteId, from: middle.from },
  { siteId, to: middle.to },
];

function randomFilter(random: Random): ListFilter {
  const someOf = <Item>(items: readonly [Item, ...Item[]]) => [random.pick(items), random.pick(items)];
  const lastDigits = String(random.between(0, 300) * 7).padStart(4, '0');
  return {
    siteId,
    ...(random.chance(0.4) && { status: someOf<CallbackStatus>(callbackStatuses) }),
    ...(random.chance(0.3) && { outcome: someOf<Outcome>(someOutcomes) }),
    ...(random.chance(0.3) && { needsYou: random.chance(0.5) }),
    ...(random.chance(0.1) && { phone: { lastDigits } }),
    ...(random.chance(0.3) && { name: random.pick(['ann', 'len', 'o', 'ri', 'zoe']) }),
    ...(random.chance(0.5) && { from: periodStart + random.between(0, periodMs / 2) }),
    ...(random.chance(0.5) && { to: periodStart + random.between(periodMs / 4, periodMs) }),
  };
}

function oneOfEachGroup(): ListedCallback[] {
  const [sample] = randomCallbacks(seededRandom(9), 1);
  if (sample === undefined) throw new Error('There is no sample.');
  const states = callbackStatuses.flatMap((status) =>
    [undefined, ...outcomes].flatMap((outcome) =>
      [undefined, { at: periodStart, by: 'Ada' }].map((done) => ({ status, outcome, done })),
    ),
  );
  return states.map((state, index) => ({
    ...sample,
    ...state,
    siteId,
    callbackId: `g${String(index).padStart(7, '0')}`,
    phone: `+1201555${String(index).padStart(4, '0')}`,
    verifiedAt: periodStart,
  }));
}
