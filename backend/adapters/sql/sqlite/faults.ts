import type { Conflict } from '../../../ports/store/change.ts';
import { uniqueConflicts } from '../engine.ts';
import { isStoreFault, type StoreFault, storeFault } from '../store-fault.ts';

/** Primary result codes, the low byte of `errcode`: https://www.sqlite.org/rescode.html */
const busy = 5;
const constraint = 19;

/** Codes that say the database cannot be used just now, whatever the statement was. */
const advices: Record<number, string> = {
  5: 'Another program holds the database locked: close it.',
  6: 'Another program holds the database locked: close it.',
  7: 'The machine has run out of memory.',
  8: 'The database may not be written: give this user the right to write the file and its folder.',
  10: 'The disk does not work as it should: look at the system log.',
  11: 'The database is damaged: restore the latest backup.',
  13: 'The disk is full: make room.',
  14: 'The file cannot be opened: see that the folder exists and belongs to this user.',
  15: 'Another program holds the database locked: close it.',
  26: 'The file is not a database: check DATABASE_PATH.',
};

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

export function isBusy(error: unknown): boolean {
  return primaryCode(error) === busy;
}

/** The whole database is concerned, not only the statement that met the error. */
export function concernsDatabase(error: unknown): boolean {
  const code = primaryCode(error);
  return code !== undefined && code in advices;
}

export function storeUnavailable(cause: unknown): StoreFault {
  if (isStoreFault(cause)) return cause;
  const advice = advices[primaryCode(cause) ?? -1] ?? 'See the cause.';
  return storeFault('store-unavailable', { message: 'The database cannot be used.', advice, cause });
}

/** Runs one statement; faults of the database come out as `store-unavailable`. */
export function namingFaults<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw concernsDatabase(error) ? storeUnavailable(error) : error;
  }
}

/** SQLite names the columns of the index that refused: `UNIQUE constraint failed: attempts.call_sid`. */
export function conflictOf(error: unknown): Conflict | undefined {
  if (primaryCode(error) !== constraint || !(error instanceof Error)) return undefined;
  const refused = uniqueConflicts.find(({ table, columns }) =>
    error.message.endsWith(`: ${columns.map((column) => `${table}.${column}`).join(', ')}`),
  );
  return refused?.conflict;
}
