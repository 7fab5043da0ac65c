import { signal } from '@preact/signals';
import type { CallbackRow } from '../../../contract/operator/callbacks.ts';
import { operatorApi } from '../api/operator-api.ts';

/** Calls in progress and requests that wait for a line, oldest first; undefined until they are read. */
export const board = signal<readonly CallbackRow[] | undefined>(undefined);

const onBoard: readonly CallbackRow['status'][] = ['verified', 'calling', 'connected'];
const maxShown = 100;

export async function readBoard(): Promise<void> {
  const answer = await operatorApi.search({
    status: [...onBoard],
    sort: 'created_at',
    order: 'asc',
    limit: maxShown,
  });
  if (answer.ok) board.value = answer.body.items;
}

/** Shows a changed call; one that ended leaves the board. */
export function takeCall(row: CallbackRow): void {
  const known = board.value;
  if (known === undefined) return;
  const index = known.findIndex(({ request_id }) => request_id === row.request_id);
  if (!onBoard.includes(row.status)) {
    if (index !== -1) board.value = known.toSpliced(index, 1);
    return;
  }
  board.value = index === -1 ? [...known, row] : known.with(index, row);
}
