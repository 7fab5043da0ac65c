/**
 * `store-unavailable`: retry later. `database-in-use`: another process has it open. `change-refused`: a defect in the
 * platform. `newer-schema`: a newer version of the platform has migrated the database.
 */
export type StoreFault = Error & {
  code: 'store-unavailable' | 'database-in-use' | 'change-refused' | 'newer-schema';
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
