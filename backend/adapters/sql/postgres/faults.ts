import type { Conflict } from '../../../ports/store/change.ts';
import { uniqueConflicts } from '../engine.ts';
import { databaseMoved, isStoreFault, type StoreFault, storeFault } from '../store-fault.ts';

/**
 * What an error means. `lost`: the connection is gone, and a commit under way may have happened. `undone`: the
 * transaction was certainly rolled back and can run again. `refuse`: the database cannot be used now. `statement`: only
 * the statement is wrong.
 */
export type FaultClass = 'lost' | 'undone' | 'refuse' | 'statement';

/** Codes and classes of https://www.postgresql.org/docs/current/errcodes-appendix.html, longest match first. */
const classByCode: readonly (readonly [string, FaultClass])[] = [
  ['25006', 'lost'],
  ['25P03', 'lost'],
  ['25P04', 'lost'],
  ['57P01', 'lost'],
  ['57P02', 'lost'],
  ['57P03', 'lost'],
  ['57P05', 'lost'],
  ['40003', 'lost'],
  ['57014', 'refuse'],
  ['55000', 'refuse'],
  ['55P03', 'refuse'],
  ['08', 'lost'],
  ['40', 'undone'],
  ['53', 'refuse'],
  ['28', 'refuse'],
  ['3D', 'refuse'],
  ['42501', 'refuse'],
  ['58', 'refuse'],
  ['XX', 'refuse'],
];

const adviceByCode: readonly (readonly [string, string])[] = [
  ['28', 'Check user and password in DATABASE_URL.'],
  ['3D', 'Create the database, or correct its name in DATABASE_URL.'],
  ['42501', 'Give the user of DATABASE_URL all rights on the database: it owns the tables.'],
  ['53100', 'Free some space on the database server; no restart is needed.'],
  ['53300', 'Lower DATABASE_POOL, or raise max_connections of the server.'],
  ['25006', 'The server is a standby: add target_session_attrs=read-write and every host to DATABASE_URL.'],
  ['55000', 'The database takes no connections: see ALTER DATABASE … ALLOW_CONNECTIONS.'],
  ['55P03', 'Another transaction holds a lock for too long: see pg_stat_activity.'],
  ['57014', 'The database is overloaded: see pg_stat_activity.'],
];

/** Node's codes of a connection that failed; `pg` reports some without a code. */
const connectionErrors =
  /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|Connection terminated|connection error|timeout exceeded|read timeout|Client was closed/;

export function classify(error: unknown): FaultClass {
  const code = codeOf(error);
  if (/^[0-9A-Z]{5}$/.test(code)) return byPrefix(classByCode, code) ?? 'statement';
  return connectionErrors.test(`${code} ${messageOf(error)}`) ? 'lost' : 'statement';
}

export function isDatabaseFault(error: unknown): boolean {
  return classify(error) !== 'statement';
}

export function storeUnavailable(cause: unknown): StoreFault {
  if (isStoreFault(cause)) return cause;
  const advice =
    byPrefix(adviceByCode, codeOf(cause)) ?? 'Check that the server of DATABASE_URL runs and can be reached.';
  return storeFault('store-unavailable', {
    message: `The database cannot be used: ${messageOf(cause)}.`,
    advice,
    cause,
  });
}

/** Throws database faults as `store-unavailable`, other errors unchanged. */
export function translated(error: unknown): unknown {
  if (isMovedAway(error)) return databaseMoved(error);
  return isDatabaseFault(error) ? storeUnavailable(error) : error;
}

/** The code of the triggers of a database that was moved; the standard leaves the class MV to applications. */
export const movedCode = 'MV001';

export function isMovedAway(error: unknown): boolean {
  return codeOf(error) === movedCode;
}

const uniqueViolation = '23505';

/** A violated unique index has its name in the error. */
export function conflictOf(error: unknown): Conflict | undefined {
  if (codeOf(error) !== uniqueViolation) return undefined;
  const { constraint } = error as { constraint?: string };
  return uniqueConflicts.find(({ index }) => index === constraint)?.conflict;
}

export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A host with several addresses fails with one error for each.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join(', ');
  return error.message.replace(/\.$/, '');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function byPrefix<Value>(table: readonly (readonly [string, Value])[], code: string): Value | undefined {
  return table.find(([prefix]) => code.startsWith(prefix))?.[1];
}
