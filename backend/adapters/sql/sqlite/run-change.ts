import type { Step, StepResult, Written } from '../engine.ts';
import { type StoreFault, storeFault } from '../store-fault.ts';
import type { Connection } from './connection.ts';
import { conflictOf, isDatabaseFault } from './faults.ts';

/**
 * Runs a change inside the open transaction, after a savepoint, so that a failed change does not affect the others of
 * its group. Throws when the whole transaction is lost.
 */
export function runChange(connection: Connection, steps: Step[]): Written | { fault: StoreFault } {
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
  return storeFault('change-refused', {
    message: `The database refused a change: ${cause instanceof Error ? cause.message : cause}.`,
    advice: 'This is a defect in the platform: please report it.',
    cause,
  });
}
