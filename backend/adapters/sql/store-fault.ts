/**
 * `store-unavailable`: retry later. `database-in-use`: another process has it open. `change-refused`: a defect in the
 * platform. `newer-schema`: a newer version of the platform has migrated the database. `database-moved`: the platform works
 * on another database now. `move-unfinished`: the database is the target of a move that is not complete. `move-refused`:
 * a database cannot be moved.
 */
export type StoreFault = Error & {
  code:
    | 'store-unavailable'
    | 'database-in-use'
    | 'change-refused'
    | 'newer-schema'
    | 'database-moved'
    | 'move-unfinished'
    | 'move-refused';
  /** The fix, for the deployer. */
  advice: string;
};

export function storeFault(
  code: StoreFault['code'],
  fault: { message: string; advice: string; cause: unknown },
): StoreFault {
  const error = new Error(`${fault.message} ${fault.advice}`, { cause: fault.cause });
  return Object.assign(error, { code, advice: fault.advice });
}

export function isStoreFault(error: unknown): error is StoreFault {
  return error instanceof Error && 'advice' in error && 'code' in error;
}

/** The fault of a write to a database, or of its opening, after the move to another one. */
export function databaseMoved(cause?: unknown): StoreFault {
  return storeFault('database-moved', {
    message: 'The callbacks were moved from this database to another one.',
    advice:
      'Set DATABASE_URL or DATABASE_PATH to the other one; when a move was interrupted, run the same ./run.sh move again.',
    cause,
  });
}

export function moveUnfinished(): StoreFault {
  return storeFault('move-unfinished', {
    message: 'A move to this database is not complete.',
    advice: 'Run the same ./run.sh move again on the former database, which still has every callback.',
    cause: undefined,
  });
}
