import type { Step, StepResult, Written } from '../engine.ts';
import { databaseMoved, type StoreFault, storeFault } from '../store-fault.ts';
import type { Connection } from './connection.ts';
import { conflictOf, isBusy, isDatabaseFault, isMovedAway, storeUnavailable } from './faults.ts';

type Outcome = Written | { fault: StoreFault };

type QueuedChange = { steps: Step[]; resolve(written: Written): void; reject(error: unknown): void };

export type GroupCommit = {
  /** Resolves when the change is durable or in conflict. Throws `StoreFault`. */
  write(steps: Step[]): Promise<Written>;
  /** Refuses new changes; resolves when all queued changes have an outcome. */
  drain(): Promise<void>;
};

/** The maximum of changes in one commit. It keeps the event loop blocked for a few milliseconds only. */
const maxGroupSize = 100;

const lockRetryMs = 40;

/**
 * Queues changes and commits those that wait together, because one fsync costs as much for many changes as for one.
 * Between two groups the event loop runs, so that sockets are served. `lockTimeoutMs`: the longest wait for another
 * program's lock before the queued changes are rejected.
 */
export function groupCommit(options: { connection: Connection; lockTimeoutMs: number }): GroupCommit {
  const { connection, lockTimeoutMs } = options;
  const queue: QueuedChange[] = [];
  let lockedSince: number | undefined;
  let onDrained: (() => void) | undefined;

  function runNextGroup(): void {
    if (!begin()) return;
    commitGroup(connection, queue.splice(0, maxGroupSize));
    scheduleNextGroup();
  }

  function scheduleNextGroup(): void {
    if (queue.length > 0) setImmediate(runNextGroup);
    else onDrained?.();
  }

  function begin(): boolean {
    try {
      connection.run('begin immediate');
      lockedSince = undefined;
      return true;
    } catch (error) {
      retryOrReject(error);
      return false;
    }
  }

  function retryOrReject(error: unknown): void {
    lockedSince ??= performance.now();
    if (isBusy(error) && performance.now() - lockedSince < lockTimeoutMs) {
      setTimeout(runNextGroup, lockRetryMs);
      return;
    }
    lockedSince = undefined;
    for (const change of queue.splice(0)) change.reject(storeUnavailable(error));
    scheduleNextGroup();
  }

  return {
    write(steps) {
      if (onDrained !== undefined) return Promise.reject(storeClosed());
      return new Promise((resolve, reject) => {
        if (queue.push({ steps, resolve, reject }) === 1) setImmediate(runNextGroup);
      });
    },
    drain() {
      return new Promise((resolve) => {
        onDrained = resolve;
        if (queue.length === 0) resolve();
      });
    },
  };
}

/** Reports outcomes only after the commit is durable. When the commit fails, every change of the group fails. */
function commitGroup(connection: Connection, group: QueuedChange[]): void {
  const outcomes = runGroup(connection, group);
  for (const [index, change] of group.entries()) {
    const outcome = outcomes instanceof Error ? { fault: outcomes } : outcomes[index];
    if (outcome !== undefined) report(change, outcome);
  }
}

function runGroup(connection: Connection, group: QueuedChange[]): Outcome[] | StoreFault {
  try {
    const outcomes = group.map(({ steps }) => runChange(connection, steps));
    connection.run('commit');
    return outcomes;
  } catch (error) {
    return storeUnavailable(rollBack(connection, error));
  }
}

/** Returns the error to report: the given one, or that of the rollback. */
function rollBack(connection: Connection, error: unknown): unknown {
  try {
    if (connection.inTransaction()) connection.run('rollback');
    return error;
  } catch (rollbackError) {
    return rollbackError;
  }
}

function report(change: QueuedChange, outcome: Outcome): void {
  if ('fault' in outcome) change.reject(outcome.fault);
  else change.resolve(outcome);
}

function storeClosed(): StoreFault {
  return storeFault('store-unavailable', {
    message: 'The store is closed.',
    advice: 'The process is stopping: retry when it runs again.',
    cause: undefined,
  });
}

/**
 * Runs a change inside the open transaction. A savepoint before it keeps a failed change from affecting the others of
 * its group. Throws when the whole transaction is lost.
 */
function runChange(connection: Connection, steps: Step[]): Written | { fault: StoreFault } {
  connection.run('savepoint change');
  const written = runSteps(connection, steps);
  if ('fault' in written || !written.ok) connection.run('rollback to change');
  connection.run('release change');
  return written;
}

function runSteps(connection: Connection, steps: Step[]): Written | { fault: StoreFault } {
  const results: StepResult[] = [];
  for (const { query, requires } of steps) {
    try {
      results.push(connection.run(query.sql, query.parameters));
    } catch (error) {
      return resultOf(connection, error);
    }
    if (requires !== undefined && results.at(-1)?.count !== requires.rows)
      return { ok: false, conflict: requires.conflict };
  }
  return { ok: true, results };
}

/** Some errors end the whole transaction: https://www.sqlite.org/lang_transaction.html section 3.1 */
function resultOf(connection: Connection, error: unknown): Written | { fault: StoreFault } {
  if (isDatabaseFault(error) || !connection.inTransaction()) throw error;
  const conflict = conflictOf(error);
  return conflict === undefined ? { fault: changeRefused(error) } : { ok: false, conflict };
}

function changeRefused(cause: unknown): StoreFault {
  if (isMovedAway(cause)) return databaseMoved(cause);
  return storeFault('change-refused', {
    message: `The database refused a change: ${cause instanceof Error ? cause.message : cause}.`,
    advice: 'This is a defect in the platform: please report it.',
    cause,
  });
}
