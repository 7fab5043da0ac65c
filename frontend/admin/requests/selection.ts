import { computed, signal } from '@preact/signals';
import { list } from './list.ts';

/** Ids of the chosen rows, or `all`: everything that matches the search. */
export type Selection = { kind: 'ids'; ids: ReadonlySet<string> } | { kind: 'all' };

const none: Selection = { kind: 'ids', ids: new Set() };

export const selection = signal<Selection>(none);

export const isAnySelected = computed(() => selection.value.kind === 'all' || selection.value.ids.size > 0);

/** Whether each row of the shown page is chosen. */
export const isPageSelected = computed(() => {
  const rows = list.value?.rows ?? [];
  return rows.length > 0 && rows.every(({ request_id }) => isSelected(request_id));
});

let lastToggled: string | undefined;

export function isSelected(id: string): boolean {
  return selection.value.kind === 'all' || selection.value.ids.has(id);
}

export function clearSelection(): void {
  lastToggled = undefined;
  if (isAnySelected.value) selection.value = none;
}

export function selectAllMatching(): void {
  selection.value = { kind: 'all' };
}

/** Chooses or releases a row; with `isRange` all rows from the last one on. */
export function toggleRow(id: string, isRange = false): void {
  const rows = list.value?.rows.map(({ request_id }) => request_id) ?? [];
  const isChosen = !isSelected(id);
  const from = isRange && lastToggled !== undefined ? rows.indexOf(lastToggled) : -1;
  const to = rows.indexOf(id);
  const changed = from === -1 || to === -1 ? [id] : rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  lastToggled = id;
  change(changed, isChosen);
}

export function togglePage(): void {
  const rows = list.value?.rows.map(({ request_id }) => request_id) ?? [];
  change(rows, !isPageSelected.value);
}

function change(ids: readonly string[], isChosen: boolean): void {
  const all = list.value?.rows.map(({ request_id }) => request_id) ?? [];
  // Releasing one row of everything that matches leaves the other rows of the page.
  const known = selection.value.kind === 'all' ? new Set(all) : new Set(selection.value.ids);
  for (const id of ids) {
    if (isChosen) known.add(id);
    else known.delete(id);
  }
  selection.value = { kind: 'ids', ids: known };
}
