import { effect, signal, untracked } from '@preact/signals';
import type { CallbackRow } from '../../../contract/operator/callbacks.ts';
import { operatorApi } from '../api/operator-api.ts';
import { currentAccess } from '../api/operator-fetch.ts';
import {
  type LiveState,
  openSharedStream,
  type SharedStream,
  type TabMessage,
} from '../api/shared-stream.ts';
import { readBoard, takeCall } from '../requests/board.ts';
import { noteChange } from '../requests/details.ts';
import { followJob, onJobStarted } from '../requests/jobs.ts';
import { list, refreshList, takeRow } from '../requests/list.ts';
import { readStatsSoon } from '../requests/stats.ts';
import { phase } from '../state/session.ts';
import { settings } from '../state/settings.ts';
import { knowAlready, raiseAlarm } from './alarm.ts';

export const liveState = signal<LiveState | 'paused'>('connecting');

let stream: SharedStream | undefined;
const rowsPerPoll = 50;

/** Follows changes while the operator is signed in, the tab is visible, and updates are not paused. */
export function followChanges(): void {
  const isHidden = signal(document.hidden);
  document.addEventListener('visibilitychange', () => {
    isHidden.value = document.hidden;
  });
  let wasPaused = false;
  effect(() => {
    const { live, sound, notifications } = settings.value;
    // A hidden tab rests, unless it is asked to tell of missed calls.
    const isAwake = !isHidden.value || sound || notifications;
    if (phase.value !== 'signed-in') return close();
    if (!live || !isAwake) {
      wasPaused = true;
      close();
      liveState.value = live ? 'connecting' : 'paused';
      return;
    }
    if (stream !== undefined) return;
    open();
    if (wasPaused) untracked(readAll);
    wasPaused = false;
  });
  onJobStarted((job) => stream?.tell({ kind: 'job', job }));
}

function open(): void {
  knowAlready(list.peek()?.rows ?? []);
  stream = openSharedStream(`dashboard ${currentAccess().base}`, {
    onMessage: take,
    onState: (state) => {
      liveState.value = state;
    },
    poll: () => void poll(),
  });
}

function close(): void {
  stream?.stop();
  stream = undefined;
}

function take(message: TabMessage): void {
  if (message.kind === 'callback') takeChange(message.row);
  if (message.kind === 'resync') readAll();
  if (message.kind === 'job') void followJob(message.job);
}

function takeChange(row: CallbackRow): void {
  takeRow(row);
  takeCall(row);
  noteChange(row);
  raiseAlarm(row);
  readStatsSoon();
}

function readAll(): void {
  void refreshList();
  void readBoard();
  readStatsSoon();
}

/** Without a stream: reads what changed last, and treats it as events. */
async function poll(): Promise<void> {
  const answer = await operatorApi.search({ sort: 'updated_at', order: 'desc', limit: rowsPerPoll });
  if (answer.ok) for (const row of answer.body.items) takeChange(row);
}
