import type { Operator } from '../../domain/operator/access.ts';

export type BulkAction = 'retry' | 'cancel' | 'done';
export type BulkState = 'running' | 'paused' | 'stopped' | 'finished';

/** `skipped`: the action was not possible in the callback's state. `code` says why it was skipped or failed. */
export type BulkResult = { result: 'done' | 'skipped' | 'failed'; code: string | undefined };

export type BulkJob = {
  id: string;
  siteId: string;
  action: BulkAction;
  state: BulkState;
  /** Who started it; its actions are audited under this name. */
  by: Operator;
  createdAt: number;
};

/** Jobs that act on many callbacks. They survive a restart. Faults are thrown with code `store-unavailable`. */
export type BulkJobs = {
  create(job: BulkJob, callbackIds: readonly string[]): Promise<void>;
  find(siteId: string, id: string): Promise<BulkJob | undefined>;
  /** Counts the callbacks of a job by result; `due`: not acted on yet. */
  progress(id: string): Promise<Record<'due' | BulkResult['result'], number>>;
  /** Returns the results so far. */
  results(id: string): Promise<(BulkResult & { callbackId: string })[]>;
  /** Changes the state from one of `from`; returns false when the job is in another. */
  move(id: string, from: readonly BulkState[], to: BulkState): Promise<boolean>;
  /** Returns the oldest running job. */
  nextRunning(): Promise<BulkJob | undefined>;
  nextDue(id: string, limit: number): Promise<string[]>;
  settle(id: string, results: readonly (BulkResult & { callbackId: string })[]): Promise<void>;
};
