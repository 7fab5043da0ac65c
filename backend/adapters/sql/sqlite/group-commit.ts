import type { Step, Written } from '../engine.ts';
import { type StoreFault, storeFault } from '../store-fault.ts';
import type { Connection } from './connection.ts';
import { isBusy, storeUnavailable } from './faults.ts';
import { runChange } from './run-change.ts';

type Outcome = Written | { fault: StoreFault };

type Waiting = { steps: Step[]; resolve(written: Written): void; reject(error: unknown): void };

export type GroupCommit = {
  write(steps: Step[]): Promise<Written>;
  /** Takes no more; resolves when everything taken is decided. */
  drain(): Promise<void>;
};

/** So many changes share a commit at most: what they cost the event loop in one go is a few milliseconds. */
const groupSize = 100;

/** Milliseconds between two tries to lock the database. */
const lockRetry = 40;

/**
 * Changes queue; a turn takes those that wait and commits them together, for one fsync costs as much for many as
 * for one. Between turns the event loop goes round, or sockets would starve. `lockPatience`, in milliseconds, is how
 * long another program may hold the database locked before those who wait are told.
 */
export function groupCommit(on: { connection: Connection; lockPatience: number }): GroupCommit {
  const { connection } = on;
  const queue: Waiting[] = [];
  let lockedSince: number | undefined;
  let whenIdle: (() => void) | undefined;

  function turn(): void {
    if (!begin()) return;
    commitTogether(connection, queue.splice(0, groupSize));
    next();
  }

  function next(): void {
    if (queue.length > 0) setImmediate(turn);
    else whenIdle?.();
  }

  function begin(): boolean {
    try {
      connection.run('begin immediate');
      lockedSince = undefined;
      return true;
    } catch (error) {
      waitForLock(error);
      return false;
    }
  }

  function waitForLock(error: unknown): void {
    lockedSince ??= performance.now();
    if (isBusy(error) && performance.now() - lockedSince < on.lockPatience) {
      setTimeout(turn, lockRetry);
      return;
    }
    lockedSince = undefined;
    for (const waiting of queue.splice(0)) waiting.reject(storeUnavailable(error));
    next();
  }

  return {
    write(steps) {
      if (whenIdle !== undefined) return Promise.reject(closed());
      return new Promise((resolve, reject) => {
        if (queue.push({ steps, resolve, reject }) === 1) setImmediate(turn);
      });
    },
    drain() {
      return new Promise((resolve) => {
        whenIdle = resolve;
        if (queue.length === 0) resolve();
      });
    },
  };
}

/** Nobody is told anything before the commit is durable; when it fails, nothing of it stands and all are told so. */
function commitTogether(connection: Connection, group: Waiting[]): void {
  const outcomes = runTogether(connection, group);
  for (const [index, waiting] of group.entries()) {
    const outcome = outcomes instanceof Error ? { fault: outcomes } : outcomes[index];
    if (outcome !== undefined) settle(waiting, outcome);
  }
}

function runTogether(connection: Connection, group: Waiting[]): Outcome[] | StoreFault {
  try {
    const outcomes = group.map(({ steps }) => runChange(connection, steps));
    connection.run('commit');
    return outcomes;
  } catch (error) {
    return storeUnavailable(lost(connection, error));
  }
}

function lost(connection: Connection, error: unknown): unknown {
  try {
    if (connection.inTransaction()) connection.run('rollback');
    return error;
  } catch (worse) {
    return worse;
  }
}

function settle(waiting: Waiting, outcome: Outcome): void {
  if ('fault' in outcome) waiting.reject(outcome.fault);
  else waiting.resolve(outcome);
}

function closed(): StoreFault {
  return storeFault('store-unavailable', {
    message: 'The store is closed.',
    advice: 'The process is ending; ask again when it runs.',
    cause: undefined,
  });
}
