import type { Amounts } from '../../domain/budget/charge.ts';
import type { CallbackStatus } from '../../domain/callback/state.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Message } from '../store/change.ts';

/** How many callbacks of a period are in one state. */
export type Sum = {
  status: CallbackStatus;
  outcome: Outcome | undefined;
  /** Whether their phones were proven. */
  proven: boolean;
  callbacks: number;
};

/** Callbacks that were created in one hour or quarter of an hour, which begins at or before `startsAt`. */
export type TimeSum = {
  startsAt: number;
  total: number;
  completed: number;
  failed: number;
  /** The business was called. */
  attempted: number;
  /** The business accepted the call. */
  answered: number;
};

/** How many calls took `seconds`, for percentiles. */
type DurationCount = { seconds: number; calls: number };

/** How many text messages of one purpose are in one state of delivery. */
export type TextCount = Pick<Message, 'purpose' | 'status'> & { texts: number };

/** A warning or error of the log; `fix` says what to do about it. */
export type RecentError = { at: number; message: string; fix: string | undefined };

/** Sums that are kept with every commit. Times are milliseconds since the epoch, `to` excluded. */
export type Statistics = {
  sums(siteId: string, from: number, to: number): Promise<Sum[]>;
  sumsByTime(
    siteId: string,
    period: { from: number; to: number; by: 'hour' | 'quarter' },
  ): Promise<TimeSum[]>;
  /** `answer`: until the business picked up; `wait`: from the proven phone to the conversation. */
  durations(siteId: string, measure: 'answer' | 'wait', from: number, to: number): Promise<DurationCount[]>;
  /** What was spent on each UTC day. */
  spentByDay(siteId: string, from: number, to: number): Promise<{ startsAt: number; amounts: Amounts }[]>;
  /** What is still reserved of the day that contains `at`. The hour counts no reserves. */
  reserved(siteId: string, at: number): Promise<Amounts>;
  queue(at: number): Promise<{ due: number; waiting: number; oldestDueAt: number | undefined }>;
  /** Text messages about the callbacks that were created since `from`. */
  texts(siteId: string, from: number): Promise<TextCount[]>;
  linesInUse(siteId: string): Promise<number>;
  /** Number of stored callbacks, and the size of the database. */
  sizes(): Promise<{ callbacks: number; bytes: number }>;
};
