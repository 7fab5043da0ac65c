import type pg from 'pg';
import type { Step, StepResult, Written } from '../engine.ts';
import { databaseMoved, type StoreFault, storeFault } from '../store-fault.ts';
import type { Connections } from './connection.ts';
import { classify, conflictOf, isDatabaseFault, isMovedAway, messageOf, storeUnavailable } from './faults.ts';

type Outcome = Written | { fault: StoreFault };

type QueuedChange = { steps: Step[]; resolve(written: Written): void; reject(error: unknown): void };

export type GroupCommit = {
  /** Resolves when the change is durable or in conflict. Throws `StoreFault`. */
  write(steps: Step[]): Promise<Written>;
  /** Refuses new changes; resolves when all queued changes have an outcome. */
  drain(): Promise<void>;
};

/** The maximum of changes in one commit. It bounds the time that another replica waits for its turn. */
const maxGroupSize = 50;

/** How often a group runs again that a deadlock, a restart or a lost connection has undone. */
const maxRuns = 5;
const rerunMs = 100;

/** Number of the lock that the writers of all replicas take in turn; any number will do. */
export const writersLock = 7_203_115_001;

/**
 * Begins a transaction whose turn it is. Replicas write one after the other. A change thus sees everything that was
 * committed before it, as in SQLite (docs/decisions/0014-replicas-write-in-turns.md). The server cuts off a process
 * that is paused in its turn:
 * https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT `set
 * local` works through a pooler. The number of the transaction tells later whether a lost commit happened.
 */
const begin = `begin;
set local idle_in_transaction_session_timeout = '3s';
set local lock_timeout = '10s';
set local statement_timeout = '12s';
select pg_advisory_xact_lock(${writersLock});
select pg_current_xact_id()::text as xid`;

/**
 * Queues changes and commits those that wait together, because one commit costs as much for many changes as for one.
 * Each change runs after a savepoint, so that a failed one does not affect the others of its group.
 */
export function groupCommit(connections: Connections): GroupCommit {
  const queue: QueuedChange[] = [];
  let running = false;
  let onDrained: (() => void) | undefined;

  async function runGroups(): Promise<void> {
    running = true;
    while (queue.length > 0) {
      const group = queue.splice(0, maxGroupSize);
      report(group, await commitGroup(connections, group));
    }
    running = false;
    onDrained?.();
  }

  return {
    write(steps) {
      if (onDrained !== undefined) return Promise.reject(storeClosed());
      return new Promise((resolve, reject) => {
        queue.push({ steps, resolve, reject });
        // Changes of the same turn of the event loop join the group.
        if (queue.length === 1 && !running) setImmediate(() => running || void runGroups());
      });
    },
    drain() {
      return new Promise((resolve) => {
        onDrained = resolve;
        if (queue.length === 0 && !running) resolve();
      });
    },
  };
}

function report(group: readonly QueuedChange[], outcomes: readonly Outcome[] | StoreFault): void {
  for (const [index, change] of group.entries()) {
    const outcome = outcomes instanceof Error ? { fault: outcomes } : outcomes[index];
    if (outcome === undefined) continue;
    if ('fault' in outcome) change.reject(outcome.fault);
    else change.resolve(outcome);
  }
}

/** What one run of a group's transaction came to. `unknown`: the connection was lost while it committed. */
type Run =
  | { result: 'committed'; outcomes: Outcome[] }
  | { result: 'undone'; error: unknown }
  | { result: 'unknown'; error: unknown; xid: string; outcomes: Outcome[] };

async function commitGroup(
  connections: Connections,
  group: readonly QueuedChange[],
): Promise<Outcome[] | StoreFault> {
  for (let runs = 1; ; runs += 1) {
    const run = await runGroup(connections, group);
    if (run.result === 'committed') return run.outcomes;
    if (run.result === 'unknown') {
      const status = await statusOf(connections, run.xid);
      if (status === 'committed') return run.outcomes;
      if (status !== 'aborted') return storeUnavailable(run.error);
    }
    const again = ['lost', 'undone'].includes(classify(run.error));
    if (!again || runs >= maxRuns) return storeUnavailable(run.error);
    await new Promise((resolve) => setTimeout(resolve, rerunMs * Math.random()));
  }
}

async function runGroup(connections: Connections, group: readonly QueuedChange[]): Promise<Run> {
  let committing: { xid: string; outcomes: Outcome[] } | undefined;
  try {
    return await connections.lend(async (client): Promise<Run> => {
      try {
        const xid = await beginTurn(client);
        const outcomes: Outcome[] = [];
        for (const { steps } of group) outcomes.push(await runChange(client, steps));
        committing = { xid, outcomes };
        await client.query('commit');
        return { result: 'committed', outcomes };
      } catch (error) {
        // A connection that is lost needs no rollback; the pool closes it.
        if (classify(error) !== 'lost') await client.query('rollback').catch(() => {});
        throw error;
      }
    });
  } catch (error) {
    return committing !== undefined && classify(error) === 'lost'
      ? { result: 'unknown', error, ...committing }
      : { result: 'undone', error };
  }
}

async function beginTurn(client: pg.PoolClient): Promise<string> {
  const results = (await client.query(begin)) as unknown as pg.QueryResult<{ xid: string }>[];
  return results.at(-1)?.rows[0]?.xid ?? '';
}

/** Asks on another connection: https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT */
async function statusOf(connections: Connections, xid: string): Promise<'committed' | 'aborted' | 'unclear'> {
  for (let asked = 0; asked < 50; asked += 1) {
    try {
      const { rows } = await connections.run('select pg_xact_status($1::xid8) as status', [xid]);
      const { status } = rows[0] as { status: string };
      if (status === 'committed' || status === 'aborted') return status;
    } catch (error) {
      // After a failover the number can be one that the new server has not reached.
      if (!isDatabaseFault((error as Error).cause ?? error)) return 'unclear';
    }
    await new Promise((resolve) => setTimeout(resolve, rerunMs));
  }
  return 'unclear';
}

/**
 * Sends a change's statements together and then reads their answers, so that it costs one round trip. The first that
 * misses its rows or fails decides; what ran after it is rolled back with it.
 */
async function runChange(client: pg.PoolClient, steps: readonly Step[]): Promise<Outcome> {
  const sent = [
    client.query('savepoint change'),
    ...steps.map(({ query }) => client.query(query.sql, [...query.parameters])),
  ];
  const [savepoint, ...answers] = await Promise.allSettled(sent);
  if (savepoint?.status === 'rejected') throw savepoint.reason;
  const outcome = outcomeOf(steps, answers);
  if ('fault' in outcome || !outcome.ok) await client.query('rollback to savepoint change');
  // Not awaited: an error here fails the next statement and the commit as well.
  client.query('release savepoint change').catch(() => {});
  return outcome;
}

function outcomeOf(
  steps: readonly Step[],
  answers: readonly PromiseSettledResult<pg.QueryResult>[],
): Outcome {
  const results: StepResult[] = [];
  for (const [index, { requires }] of steps.entries()) {
    const answer = answers[index];
    if (answer?.status !== 'fulfilled') return failed(answer?.reason);
    const { rows, rowCount } = answer.value;
    results.push({ rows, count: rowCount ?? 0 });
    if (requires !== undefined && rowCount !== requires.rows)
      return { ok: false, conflict: requires.conflict };
  }
  return { ok: true, results };
}

/** Throws when the whole transaction is lost. */
function failed(error: unknown): Outcome {
  if (isDatabaseFault(error)) throw error;
  const conflict = conflictOf(error);
  return conflict === undefined ? { fault: changeRefused(error) } : { ok: false, conflict };
}

function changeRefused(cause: unknown): StoreFault {
  if (isMovedAway(cause)) return databaseMoved(cause);
  return storeFault('change-refused', {
    message: `The database refused a change: ${messageOf(cause)}.`,
    advice: 'This is a defect in the platform: please report it.',
    cause,
  });
}

function storeClosed(): StoreFault {
  return storeFault('store-unavailable', {
    message: 'The store is closed.',
    advice: 'The process is stopping: retry when it runs again.',
    cause: undefined,
  });
}
