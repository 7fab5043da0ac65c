import { signal } from '@preact/signals';
import type { CallbackRow } from '../../../contract/operator/callbacks.ts';
import type { Answer } from '../../api/fetch-json.ts';
import { operatorApi } from '../api/operator-api.ts';
import { serverNow } from '../state/clock.ts';
import { ask } from '../state/dialogs.ts';
import { showToast } from '../state/toasts.ts';
import { explainFailure } from '../words/problems.ts';
import { relativeTime } from '../words/time.ts';
import { details, draftNote, openId, readDetails } from './details.ts';
import { refreshList, settleRow } from './list.ts';
import { readStatsSoon } from './stats.ts';

/** Requests with an action on its way, so that no button is pressed twice. */
export const busyIds = signal<ReadonlySet<string>>(new Set());

/** Requests whose cancellation waits for the end of the time to undo it. */
const undoable = new Map<string, () => void>();
const undoMs = 6_000;
/** Most receivers have answered by then. */
const outcomeAfterMs = 2_000;

export function canRetry({ status }: CallbackRow): boolean {
  return status === 'failed';
}

export function canCancel({ status }: CallbackRow): boolean {
  return status === 'pending' || status === 'verified' || status === 'calling' || status === 'connected';
}

export async function retry(row: CallbackRow): Promise<void> {
  const answer = await run(row, () => operatorApi.retry(row.request_id));
  if (!answer?.ok) return;
  const at = Date.parse(answer.body.calls_at);
  const isSoon = at - serverNow() < 60_000;
  settle(answer.body);
  showToast({
    kind: 'success',
    text: `${row.name}: ${isSoon ? 'your phone rings in a moment' : `calls ${relativeTime(at, serverNow())}`}.`,
  });
}

/** A waiting request is cancelled after a time to undo it. A call would be cut off, so it is asked about. */
export async function cancel(row: CallbackRow): Promise<void> {
  if (row.status === 'calling' || row.status === 'connected') return cancelCall(row);
  setBusy(row.request_id, true);
  const timer = setTimeout(send, undoMs);
  undoable.set(row.request_id, () => void operatorApi.cancel(row.request_id, true));
  showToast({
    kind: 'info',
    text: `The request of ${row.name} is cancelled in a moment.`,
    action: { label: 'Undo', run: keep },
  });

  function release(): boolean {
    clearTimeout(timer);
    setBusy(row.request_id, false);
    return undoable.delete(row.request_id);
  }

  function keep(): void {
    if (release()) showToast({ kind: 'success', text: `The request of ${row.name} was kept.` });
  }

  async function send(): Promise<void> {
    if (!release()) return;
    const answer = await run(row, () => operatorApi.cancel(row.request_id));
    if (!answer?.ok) return;
    settle(answer.body);
    showToast({ kind: 'success', text: `The request of ${row.name} is cancelled.` });
  }
}

async function cancelCall(row: CallbackRow): Promise<void> {
  const isSure = await ask({
    title: 'Hang up and cancel?',
    text: `The call with ${row.name} ends at once. This cannot be undone.`,
    confirm: 'Hang up and cancel',
    isDangerous: true,
  });
  if (!isSure) return;
  const answer = await run(row, () => operatorApi.cancel(row.request_id));
  if (!answer?.ok) return;
  settle(answer.body);
  showToast({ kind: 'success', text: `The call with ${row.name} was ended.` });
}

/** Sends what still waits when the page closes. */
export function sendWaitingCancels(): void {
  for (const send of undoable.values()) send();
  undoable.clear();
}

export async function markDone(row: CallbackRow, isDone: boolean): Promise<void> {
  const answer = await run(row, () => operatorApi.done(row.request_id, isDone));
  if (!answer?.ok) return;
  settle(answer.body);
  if (!isDone) {
    await refreshList();
    showToast({ kind: 'info', text: `${row.name} needs you again.` });
    return;
  }
  showToast({
    kind: 'success',
    text: `${row.name} is done.`,
    action: { label: 'Undo', run: () => void markDone(answer.body, false) },
  });
}

export async function saveNote(row: CallbackRow, text: string): Promise<void> {
  const answer = await run(row, () => operatorApi.note(row.request_id, text));
  if (!answer?.ok) return;
  draftNote(row.request_id, '');
  settle(answer.body);
  if (openId.value === row.request_id) details.value = answer.body;
  showToast({ kind: 'success', text: 'The note is saved.' });
}

/** Sends a webhook again. The panel shows its result a moment later. */
export async function redeliver(row: CallbackRow, delivery: string): Promise<void> {
  const answer = await run(row, () => operatorApi.redeliver(row.request_id, delivery));
  if (!answer?.ok) return;
  if (openId.value === row.request_id) details.value = answer.body;
  showToast({ kind: 'success', text: 'The webhook is being sent.' });
  setTimeout(() => {
    if (openId.value === row.request_id) void readDetails();
  }, outcomeAfterMs);
}

export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ kind: 'success', text: `${what} copied.` });
  } catch {
    showToast({ kind: 'error', text: 'The browser did not allow copying. Select the text instead.' });
  }
}

async function run<T>(
  { request_id: id }: CallbackRow,
  send: () => Promise<Answer<T>>,
): Promise<Answer<T> | undefined> {
  if (busyIds.value.has(id)) return undefined;
  setBusy(id, true);
  const answer = await send();
  setBusy(id, false);
  if (!answer.ok) showToast({ kind: 'error', text: explainFailure(answer) });
  return answer;
}

function settle(row: CallbackRow): void {
  settleRow(row);
  readStatsSoon();
  if (openId.value === row.request_id) void readDetails();
}

function setBusy(id: string, isBusy: boolean): void {
  const next = new Set(busyIds.value);
  if (isBusy) next.add(id);
  else next.delete(id);
  busyIds.value = next;
}
