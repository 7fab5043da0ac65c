import { readBoard } from '../requests/board.ts';
import { readDetails } from '../requests/details.ts';
import { refreshList } from '../requests/list.ts';
import { readStats } from '../requests/stats.ts';
import { announce } from '../state/toasts.ts';

const listeners = new Set<() => Promise<void>>();

/** Adds what one page reads; returns what takes it away again. */
export function onRefresh(read: () => Promise<void>): () => void {
  listeners.add(read);
  return () => listeners.delete(read);
}

/** Reads everything that is shown again. */
export async function refreshAll(): Promise<void> {
  const own = [...listeners].map((read) => read());
  await Promise.all([refreshList(), readStats(), readBoard(), readDetails(), ...own]);
  announce('Refreshed.');
}
