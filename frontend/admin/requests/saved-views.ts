import { signal } from '@preact/signals';
import { outcomeWords, statusWords } from '../words/labels.ts';
import { type Filter, noFilter, type Range, readFragment, writeFragment } from './filter.ts';

const key = 'dashboard-views';
const maxViews = 12;

/** Filters that an operator kept, as fragments: what was searched for is personal and stays out. */
export const savedViews = signal<readonly string[]>(readViews());

export function canSave(given: Filter): boolean {
  const fragment = viewOf(given);
  return fragment !== '' && !savedViews.value.includes(fragment) && savedViews.value.length < maxViews;
}

export function saveView(given: Filter): void {
  if (canSave(given)) keep([...savedViews.value, viewOf(given)]);
}

export function removeView(fragment: string): void {
  keep(savedViews.value.filter((known) => known !== fragment));
}

/** Whether the list shows this view now. */
export function isShown(fragment: string, given: Filter): boolean {
  return given.text === '' && viewOf(given) === fragment;
}

/** Returns the filter of a view; order and page size stay as they are. */
export function filterOfView(fragment: string, { sort, order, limit }: Filter): Filter {
  return { ...readFragment(fragment), sort, order, limit };
}

/** Names a view by its filters. A name that a person types could be that of a visitor. */
export function nameView(fragment: string): string {
  const { status, outcome, needsYou, range, fromDay, toDay } = readFragment(fragment);
  const days = [fromDay, toDay].filter((day) => day !== '').join(' – ');
  const parts = [
    ...(needsYou ? ['Needs you'] : []),
    ...(status.length === 3 ? ['Pending'] : status.map((one) => statusWords[one])),
    ...outcome.map((one) => outcomeWords[one]),
    ...(range === noFilter.range ? [] : [range === 'custom' ? days || 'Chosen days' : rangeLabels[range]]),
  ];
  return parts.join(' · ');
}

export const rangeLabels: Record<Range, string> = {
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  all: 'All times',
  custom: 'Chosen days…',
};

function viewOf(given: Filter): string {
  const { sort, order, limit } = noFilter;
  return writeFragment({ ...given, sort, order, limit });
}

function keep(views: readonly string[]): void {
  savedViews.value = views;
  try {
    localStorage.setItem(key, JSON.stringify(views));
  } catch {
    // Without storage the views last until the page closes.
  }
}

/** Reads what this or an older page kept: views are written anew, so that nothing unknown stays. */
function readViews(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    if (!Array.isArray(kept)) return [];
    const views = kept.map((fragment) => viewOf(readFragment(String(fragment))));
    return [...new Set(views)].filter((fragment) => fragment !== '').slice(0, maxViews);
  } catch {
    return [];
  }
}
