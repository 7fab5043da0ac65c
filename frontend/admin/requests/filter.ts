import { signal } from '@preact/signals';
import type { CallbackFilter } from '../../../contract/operator/callbacks.ts';
import { type Outcome, outcomeWords, type Status, statusWords } from '../words/labels.ts';
import { startOfDay } from '../words/zoned-day.ts';

export const ranges = ['24h', '7d', '30d', '90d', 'all', 'custom'] as const;
export type Range = (typeof ranges)[number];
export const pageSizes = [10, 25, 50, 100, 500] as const;
const sortFields = ['created_at', 'updated_at', 'name'] as const;
export type SortField = (typeof sortFields)[number];

export type Filter = {
  status: readonly Status[];
  outcome: readonly Outcome[];
  needsYou: boolean;
  /** A part of a name, or digits of a phone. It stands in no URL. */
  text: string;
  range: Range;
  /** Days such as 2026-11-27 in the zone of the business, for the range `custom`. */
  fromDay: string;
  toDay: string;
  sort: SortField;
  order: 'asc' | 'desc';
  limit: number;
};

export const noFilter: Filter = {
  status: [],
  outcome: [],
  needsYou: false,
  text: '',
  range: '30d',
  fromDay: '',
  toDay: '',
  sort: 'created_at',
  order: 'desc',
  limit: 50,
};

export const filter = signal<Filter>(noFilter);

export function isFiltered({ status, outcome, needsYou, text, range }: Filter): boolean {
  return (
    status.length > 0 || outcome.length > 0 || needsYou || text.trim() !== '' || range !== noFilter.range
  );
}

/** Removes every filter; the page size and the order stay. */
export function withoutFilters({ sort, order, limit }: Filter): Filter {
  return { ...noFilter, sort, order, limit };
}

/** Returns the filter as the parameters of a URL fragment. Text that was searched for is personal and stays out. */
export function writeFragment(given: Filter): string {
  const parts = new URLSearchParams();
  if (given.status.length > 0) parts.set('status', given.status.join(','));
  if (given.outcome.length > 0) parts.set('outcome', given.outcome.join(','));
  if (given.needsYou) parts.set('needs', 'you');
  for (const name of ['range', 'sort', 'order', 'limit'] as const)
    if (given[name] !== noFilter[name]) parts.set(name, String(given[name]));
  if (given.range === 'custom' && given.fromDay !== '') parts.set('from', given.fromDay);
  if (given.range === 'custom' && given.toDay !== '') parts.set('to', given.toDay);
  return parts.toString();
}

/** Reads a fragment that an operator kept or edited: what is not known is left out. */
export function readFragment(text: string): Filter {
  const parts = new URLSearchParams(text);
  const list = (name: string) => (parts.get(name) ?? '').split(',');
  const one = <Value>(name: string, values: readonly Value[], other: Value) =>
    values.find((value) => String(value) === parts.get(name)) ?? other;
  return {
    ...noFilter,
    status: list('status').filter((value): value is Status => value in statusWords),
    outcome: list('outcome').filter((value): value is Outcome => value in outcomeWords),
    needsYou: parts.get('needs') === 'you',
    range: one('range', ranges, noFilter.range),
    fromDay: dayOf(parts.get('from') ?? ''),
    toDay: dayOf(parts.get('to') ?? ''),
    sort: one('sort', sortFields, noFilter.sort),
    order: one('order', ['asc', 'desc'] as const, noFilter.order),
    limit: one<number>('limit', pageSizes, noFilter.limit),
  };
}

function dayOf(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : '';
}

const hourMs = 3_600_000;
const rangeHours: Partial<Record<Range, number>> = {
  '24h': 24,
  '7d': 7 * 24,
  '30d': 30 * 24,
  '90d': 90 * 24,
};

/** Returns the times of a range; absent ends are open. */
export function rangeTimes(given: Filter, now: number, zone: string): { from?: string; to?: string } {
  const hours = rangeHours[given.range];
  if (hours !== undefined) return { from: new Date(now - hours * hourMs).toISOString() };
  if (given.range === 'all') return {};
  const from = startOfDay(given.fromDay, zone);
  const to = startOfDay(given.toDay, zone, 1);
  return {
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
  };
}

/** Returns the filter as the API takes it. Digits and the signs of phone numbers search for a phone. */
export function toCallbackFilter(given: Filter, now: number, zone: string): CallbackFilter {
  const text = given.text.trim();
  const isPhone = /^[\d\s()+./-]*$/.test(text) && /\d/.test(text);
  return {
    ...(given.status.length > 0 && { status: [...given.status] }),
    ...(given.outcome.length > 0 && { outcome: [...given.outcome] }),
    ...(given.needsYou && { needs_you: true }),
    ...(text !== '' && (isPhone ? { phone: text } : { name: text })),
    ...rangeTimes(given, now, zone),
  };
}
