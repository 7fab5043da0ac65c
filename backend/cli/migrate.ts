import { existsSync } from 'node:fs';
import { readValues } from '../config/read-values.ts';
import { adviceOf, requirePlaces } from '../operations/fault.ts';
import { compareDatabase, migrateDatabase } from '../operations/update/update.ts';
import { createTerminal, readOptions } from './terminal.ts';

const usage = `node backend/cli/migrate.ts [--check]
Brings the database to this version, as a start does. All migrations are one transaction: a killed run changes nothing and
can be repeated. --check only prints as JSON what is missing and what is unknown to this version.`;

const { values: options } = readOptions(usage, {
  options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const terminal = createTerminal(process.stderr);
const { values, problems } = readValues(process.env);
const databasePath = values.DATABASE_PATH;

async function main(): Promise<void> {
  if (options.help) {
    console.log(usage);
    return;
  }
  requirePlaces(problems);
  const { missing, unknown } = existsSync(databasePath)
    ? compareDatabase(databasePath)
    : { missing: [], unknown: [] };
  if (options.check) {
    console.log(JSON.stringify({ missing, unknown }));
    return;
  }
  for (const name of missing) terminal.info(`To do: ${name}`);
  const startedAt = performance.now();
  await migrateDatabase(databasePath);
  terminal.good(`The database is up to date (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`);
}

/** A fault of the database has its reason in its cause. */
function explain(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message.trim()} ${explain(cause)}` : message;
}

try {
  await main();
} catch (error) {
  terminal.bad(explain(error), adviceOf(error) ?? 'Report the message.');
  process.exitCode = 1;
}
