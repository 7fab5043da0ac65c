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

const places = ['DATABASE_PATH', 'DATABASE_URL', 'BACKUP_FOLDER'];

/** With a wrong place these commands would work on the default one. Throws `unclear-place` before that. */
export function requirePlaces(problems: readonly { variable: string; problem: string; fix: string }[]): void {
  const found = problems.find(({ variable }) => places.includes(variable));
  if (found === undefined) return;
  throw operationFault('unclear-place', {
    message: `${found.variable} ${found.problem}.`,
    advice: found.fix,
  });
}

/** Returns the advice of a fault; `undefined` for an error that the deployer cannot fix. */
export function adviceOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('advice' in error)) return undefined;
  return typeof error.advice === 'string' ? error.advice : undefined;
}
