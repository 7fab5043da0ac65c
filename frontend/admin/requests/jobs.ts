import { signal } from '@preact/signals';
import type { BulkJob } from '../../../contract/operator/bulk.ts';
import { tabStorage } from '../../api/tab-storage.ts';
import { type BulkAction, type BulkMove, operatorApi } from '../api/operator-api.ts';
import { ask, openDialog } from '../state/dialogs.ts';
import { showToast } from '../state/toasts.ts';
import { countValue, countWords, plural } from '../words/numbers.ts';
import { explainFailure } from '../words/problems.ts';
import { list, refreshList } from './list.ts';
import { clearSelection, selection } from './selection.ts';
import { readStatsSoon } from './stats.ts';

/** The action on many requests that this page follows. */
export const job = signal<BulkJob | undefined>(undefined);

const key = 'dashboard-job';
const pollMs = 700;
let tellStarted: (id: string) => void = () => {};
let followed: string | undefined;

/** Names what other tabs are told when a job starts here. */
export function onJobStarted(tell: (id: string) => void): void {
  tellStarted = tell;
}

export const actionWords: Record<BulkAction, { title: string; text: string; verb: string; past: string }> = {
  retry: {
    title: 'Call again',
    text: 'The business is called for each of them, as lines become free. Those that did not fail are skipped.',
    verb: 'Call again',
    past: 'called again',
  },
  cancel: {
    title: 'Cancel',
    text: 'Requests that ended already are skipped. A call in progress is cut off. This cannot be undone.',
    verb: 'Cancel',
    past: 'cancelled',
  },
  done: {
    title: 'Mark as done',
    text: 'They leave “Needs you”. Those that do not need you are skipped.',
    verb: 'Mark as done',
    past: 'marked as done',
  },
};

/** Asks, then acts on the chosen rows, or on everything that matches. */
export async function startJob(action: BulkAction): Promise<void> {
  const chosen = selection.value;
  const known = list.value;
  if (known === undefined) return;
  const { title, text, verb } = actionWords[action];
  const number = chosen.kind === 'all' ? countWords(known.total) : plural(chosen.ids.size, 'request');
  const what = chosen.kind === 'all' ? `all ${number} requests that match` : number;
  const isSure = await ask({
    title: `${title}: ${what}?`,
    text,
    confirm: `${verb} (${number})`,
    isDangerous: action === 'cancel',
  });
  if (!isSure) return;
  const { sort: _sort, order: _order, limit: _limit, cursor: _cursor, ...search } = known.search;
  const body = chosen.kind === 'all' ? { search, count: countValue(known.total) } : { ids: [...chosen.ids] };
  const answer = await operatorApi.startBulk({ action, ...body });
  if (!answer.ok) {
    showToast({ kind: 'error', text: explainFailure(answer) });
    if (answer.reason === 'problem' && answer.problem.code === 'selection-changed') void refreshList();
    return;
  }
  clearSelection();
  tellStarted(answer.body.job);
  void followJob(answer.body.job);
}

/** Goes on with the job that this tab followed before a reload. */
export function resumeJob(): void {
  const id = tabStorage.read(key);
  if (id !== undefined) void followJob(id);
}

/** Shows the progress of a job until it ends. */
export async function followJob(id: string): Promise<void> {
  if (followed === id) return;
  followed = id;
  tabStorage.write(key, id);
  for (;;) {
    const answer = await operatorApi.job(id, 'none');
    if (followed !== id) return;
    if (answer.ok) job.value = answer.body;
    else if (answer.reason === 'problem') return dismissJob();
    if (answer.ok && hasEnded(answer.body)) return finish(answer.body);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

export function hasEnded({ state }: BulkJob): boolean {
  return state === 'finished' || state === 'stopped';
}

async function finish(ended: BulkJob): Promise<void> {
  tabStorage.remove(key);
  const { done, skipped, failed, action } = ended;
  const rest = [
    ...(skipped > 0 ? [`${plural(skipped, 'was', 'were')} skipped`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  showToast({
    kind: failed > 0 ? 'error' : 'success',
    text: `${[`${plural(done, 'request')} ${actionWords[action].past}`, ...rest].join(', ')}.`,
  });
  readStatsSoon();
  await refreshList();
}

export async function moveJob(move: BulkMove): Promise<void> {
  const known = job.value;
  if (known === undefined) return;
  const answer = await operatorApi.moveJob(known.job, move);
  if (answer.ok) job.value = { ...answer.body, results: [] };
  else showToast({ kind: 'error', text: explainFailure(answer) });
}

/** Reads the result of each request and shows it. */
export async function showResults(): Promise<void> {
  const known = job.value;
  if (known === undefined) return;
  const answer = await operatorApi.job(known.job, 'all');
  if (!answer.ok) return void showToast({ kind: 'error', text: explainFailure(answer) });
  job.value = answer.body;
  openDialog.value = 'job';
}

export function dismissJob(): void {
  followed = undefined;
  job.value = undefined;
  tabStorage.remove(key);
}
