import { type CallbackStatus, callbackStatuses } from '../callback/state.ts';
import { acceptedOutcomes, type Outcome, outcomes, unacceptedOutcomes } from '../outcome.ts';

/** How many callbacks of a period are in one state. */
type StateSum = { status: CallbackStatus; outcome: Outcome | undefined; proven: boolean; callbacks: number };

/** Callbacks of one local hour. `day` as `2026-11-22`, `weekday` 1 (Monday) to 7. */
export type HourSum = {
  day: string;
  weekday: number;
  hour: number;
  total: number;
  completed: number;
  failed: number;
  attempted: number;
  answered: number;
};

type Ended = { outcome: Outcome | undefined };

function wasAccepted({ outcome }: Ended): boolean {
  return acceptedOutcomes.some((accepted) => accepted === outcome);
}

/** Rates count attempted calls only: closed hours and unproven phones say nothing about the business. */
function wasAttempted(ended: Ended): boolean {
  return wasAccepted(ended) || unacceptedOutcomes.some((unaccepted) => unaccepted === ended.outcome);
}

export type Figures = {
  total: number;
  verified: number;
  pending: number;
  unproven: number;
  completed: number;
  failed: number;
  cancelled: number;
  /** From 0 to 1; undefined without an attempted call. */
  successRate: number | undefined;
  answerRate: number | undefined;
  byStatus: Record<CallbackStatus, number>;
  byOutcome: Record<Outcome, number>;
  byDay: Map<string, { total: number; completed: number; failed: number }>;
  /** By weekday (0: Monday) and hour. */
  byHour: { total: number; attempted: number; answered: number }[][];
};

/** Adds up the sums of a period, by state and by hour. */
export function figuresOf(sums: readonly StateSum[], hours: readonly HourSum[]): Figures {
  const count = (matches: (sum: StateSum) => boolean) =>
    sums.reduce((total, sum) => total + (matches(sum) ? sum.callbacks : 0), 0);
  const attempted = count(wasAttempted);
  const completed = count(({ status }) => status === 'completed');
  return {
    total: count(() => true),
    verified: count(({ proven }) => proven),
    pending: count(({ status }) => ['verified', 'calling', 'connected'].includes(status)),
    unproven: count(({ status }) => status === 'pending'),
    completed,
    failed: count(({ status }) => status === 'failed'),
    cancelled: count(({ status }) => status === 'cancelled'),
    successRate: attempted === 0 ? undefined : completed / attempted,
    answerRate: attempted === 0 ? undefined : count(wasAccepted) / attempted,
    byStatus: countEach(callbackStatuses, (known) => count(({ status }) => status === known)),
    byOutcome: countEach(outcomes, (known) => count(({ outcome }) => outcome === known)),
    byDay: dayFigures(hours),
    byHour: hourFigures(hours),
  };
}

function countEach<Key extends string>(
  keys: readonly Key[],
  count: (key: Key) => number,
): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, count(key)])) as Record<Key, number>;
}

function dayFigures(hours: readonly HourSum[]): Figures['byDay'] {
  const days: Figures['byDay'] = new Map();
  for (const { day, total, completed, failed } of hours) {
    const figures = days.get(day) ?? { total: 0, completed: 0, failed: 0 };
    figures.total += total;
    figures.completed += completed;
    figures.failed += failed;
    days.set(day, figures);
  }
  return days;
}

function hourFigures(hours: readonly HourSum[]): Figures['byHour'] {
  const week = Array.from({ length: 7 }, () =>
    Array.from({ length: 24 }, () => ({ total: 0, attempted: 0, answered: 0 })),
  );
  for (const { weekday, hour, total, attempted, answered } of hours) {
    const cell = week[weekday - 1]?.[hour];
    if (cell === undefined) continue;
    cell.total += total;
    cell.attempted += attempted;
    cell.answered += answered;
  }
  return week;
}

/** Returns the duration (s) that a share of the calls did not exceed; undefined without calls. */
export function percentile(
  durations: readonly { seconds: number; calls: number }[],
  share: number,
): number | undefined {
  const all = durations.reduce((total, { calls }) => total + calls, 0);
  let seen = 0;
  for (const { seconds, calls } of [...durations].sort((left, right) => left.seconds - right.seconds)) {
    seen += calls;
    if (seen >= all * share && seen > 0) return seconds;
  }
  return undefined;
}
