import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Conflict } from '../../../ports/store/change.ts';
import { uniqueConflicts } from '../engine.ts';
import { isStoreFault, type StoreFault, storeFault } from '../store-fault.ts';

/** Primary result codes, the low byte of `errcode`: https://www.sqlite.org/rescode.html */
const busy = 5;
const ioError = 10;
const full = 13;
const constraint = 19;

/** Result codes that mean the database cannot be used now, by any statement. */
const adviceByCode: Record<number, string> = {
  5: 'Another program has locked the database: close it.',
  6: 'Another program has locked the database: close it.',
  7: 'The machine is out of memory: free some memory.',
  8: 'The database is read-only: give this user the right to write the file and its folder.',
  10: 'Reading or writing the disk failed: see the system log.',
  11: 'The database is damaged: restore the latest backup.',
  13: 'Free some space.',
  14: 'The file cannot be opened: check that its folder exists and belongs to this user.',
  15: 'Another program has locked the database: close it.',
  26: 'The file is not a database: check DATABASE_PATH.',
};

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** What the triggers of a database say that was moved. */
export const movedMessage = 'this database was moved';

export function isMovedAway(error: unknown): boolean {
  return primaryCode(error) === constraint && (error as Error).message.endsWith(movedMessage);
}

export function isBusy(error: unknown): boolean {
  return primaryCode(error) === busy;
}

/** Returns whether the error concerns the whole database, not only its statement. */
export function isDatabaseFault(error: unknown): boolean {
  const code = primaryCode(error);
  return code !== undefined && code in adviceByCode;
}

export function storeUnavailable(cause: unknown): StoreFault {
  if (isStoreFault(cause)) return cause;
  if (isDiskFull(cause)) {
    const advice = `Free some space in ${folderOf(cause) ?? 'the folder of DATABASE_PATH'}; no restart is needed.`;
    return storeFault('store-unavailable', { message: 'The disk is full.', advice, cause });
  }
  const advice = adviceByCode[primaryCode(cause) ?? -1] ?? 'See the cause.';
  return storeFault('store-unavailable', { message: 'The database cannot be used.', advice, cause });
}

/** Node's codes and SQLite's. SQLite reports a full disk as a failed write when it cannot grow a file. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && ['ENOSPC', 'EDQUOT'].includes(String(error.code))) return true;
  const code = primaryCode(error);
  return code === full || (code === ioError && !hasSpace(folderOf(error)));
}

/** Returns the folder that the failed operation wrote to. */
function folderOf(error: unknown): string | undefined {
  const { databasePath, path } = error as { databasePath?: string; path?: string };
  const file = databasePath ?? path;
  return file === undefined ? undefined : dirname(file);
}

function hasSpace(folder: string | undefined): boolean {
  try {
    return folder === undefined || statfsSync(folder).bavail > 0;
  } catch {
    return true;
  }
}

/** Runs a database operation. Its errors name the file, so that a fault can say which disk is full. */
export function nameFile<T>(databasePath: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { databasePath }) : error;
  }
}

/** Runs one statement. Throws database faults as `store-unavailable`, other errors unchanged. */
export function translateFaults<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isDatabaseFault(error) ? storeUnavailable(error) : error;
  }
}

/** SQLite's message names the columns of the violated index: `UNIQUE constraint failed: attempts.call_sid`. */
export function conflictOf(error: unknown): Conflict | undefined {
  if (primaryCode(error) !== constraint || !(error instanceof Error)) return undefined;
  const violated = uniqueConflicts.find(({ table, columns }) =>
    error.message.endsWith(`: ${columns.map((column) => `${table}.${column}`).join(', ')}`),
  );
  return violated?.conflict;
}
