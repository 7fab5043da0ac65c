/** An expected failure of a command, with what the deployer can do. */
export type OperationFault = Error & { code: string; advice: string };

export function operationFault(
  code: string,
  { message, advice, cause }: { message: string; advice: string; cause?: unknown },
): OperationFault {
  return Object.assign(new Error(message, { cause }), { code, advice });
}

/** These commands copy a file. Throws `database-is-postgres` when the settings name a Postgres server instead. */
export function requireSqlite(databaseUrl: string | undefined): void {
  if (databaseUrl === undefined) return;
  throw operationFault('database-is-postgres', {
    message: 'The database is on Postgres, which this command does not handle.',
    advice: 'Use the tools of Postgres: docs/backup.md has the commands.',
  });
}

/** Returns the advice of a fault; `undefined` for an error that the deployer cannot mend. */
export function adviceOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('advice' in error)) return undefined;
  return typeof error.advice === 'string' ? error.advice : undefined;
}
