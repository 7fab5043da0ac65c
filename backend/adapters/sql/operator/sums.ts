import { phaseOf } from '../../../domain/attempt/state.ts';
import { startOfDay } from '../../../domain/budget/caps.ts';
import type { Callback } from '../../../domain/callback/state.ts';
import type { Change } from '../../../ports/store/change.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { toInstant } from '../rows/instant.ts';
import type { Database } from '../schema.ts';

type SumRow = Database['callback_sums'];
type DurationRow = Database['call_durations'];

const quarterMs = 15 * 60_000;

/** Returns the steps that keep the statistics in step with a change of a callback. */
export function sumSteps(engine: Engine, change: Change, after: Callback, at: number): Step[] {
  const { before } = change.callback;
  const old = before === undefined ? undefined : sumRow(before, -1);
  const row = sumRow(after, 1);
  const moved = old === undefined || !sameState(old, row);
  return [
    ...(moved && old !== undefined ? [{ query: addToSum(engine, old) }] : []),
    ...(moved ? [{ query: addToSum(engine, row) }] : []),
    ...durationsOf(change, after, at).map((duration) => ({ query: countDuration(engine, duration) })),
  ];
}

function sumRow({ siteId, createdAt, status, outcome, verifiedAt }: Callback, callbacks: number): SumRow {
  return {
    site_id: siteId,
    starts_at: toInstant(createdAt - (createdAt % quarterMs)),
    request_status: status,
    outcome: outcome ?? '',
    proven: verifiedAt === undefined ? 0 : 1,
    callbacks,
  };
}

function sameState(left: SumRow, right: SumRow): boolean {
  return (
    left.request_status === right.request_status &&
    left.outcome === right.outcome &&
    left.proven === right.proven
  );
}

const addToSum = prepared<SumRow>(({ db }, row) =>
  db
    .insertInto('callback_sums')
    .values(row)
    .onConflict((existing) =>
      existing
        .columns(['site_id', 'starts_at', 'request_status', 'outcome', 'proven'])
        .doUpdateSet((set) => ({ callbacks: set('callback_sums.callbacks', '+', row.callbacks) })),
    ),
);

/** Measures the pickup of the business, and the wait of the visitor, when this change reports one of them. */
function durationsOf(change: Change, after: Callback, at: number): DurationRow[] {
  const own = { site_id: after.siteId, starts_at: toInstant(startOfDay(at)), calls: 1 };
  const rows: DurationRow[] = [];
  const pickup = pickupMs(change, at);
  if (pickup !== undefined) rows.push({ ...own, measure: 'answer', seconds: rounded(pickup) });
  const connects = after.status === 'connected' && change.callback.before?.status !== 'connected';
  if (connects && after.verifiedAt !== undefined)
    rows.push({ ...own, measure: 'wait', seconds: rounded(at - after.verifiedAt) });
  return rows;
}

function pickupMs({ attempt }: Change, at: number): number | undefined {
  if (attempt?.before === undefined) return undefined;
  const waited = ['intended', 'placed', 'ringing'].includes(phaseOf(attempt.before));
  const answers = ['answered', 'accepted', 'bridged'].includes(phaseOf(attempt.after));
  if (!waited || !answers) return undefined;
  return at - (attempt.after.initiatedAt ?? attempt.after.intendedAt);
}

/** Whole seconds up to a minute, then steps of five seconds, then minutes: few rows, and percentiles stay true. */
function rounded(durationMs: number): number {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  if (seconds < 60) return seconds;
  return seconds < 600 ? seconds - (seconds % 5) : seconds - (seconds % 60);
}

const countDuration = prepared<DurationRow>(({ db }, row) =>
  db
    .insertInto('call_durations')
    .values(row)
    .onConflict((existing) =>
      existing
        .columns(['site_id', 'starts_at', 'measure', 'seconds'])
        .doUpdateSet((set) => ({ calls: set('call_durations.calls', '+', 1) })),
    ),
);
