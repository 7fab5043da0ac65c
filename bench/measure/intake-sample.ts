import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { compose } from '../../backend/compose.ts';
import { readConfig } from '../../backend/config/read-config.ts';
import { backendEnvironment } from '../actors/backend-service.ts';
import { intakeRequest } from '../actors/intake-request.ts';
import { createVisitors } from '../actors/visitors.ts';

/** One row that an intake writes; `columns` and `values` have the same order. */
export type IntakeRow = { table: string; columns: string[]; values: SQLInputValue[] };

/** The rows of one intake, and the database that holds them with all tables and indexes. */
export type IntakeSample = { rows: IntakeRow[]; databasePath: string };

const noLog = { debug() {}, info() {}, warn() {}, error() {} };

/** Lets the platform accept one request without running effects, and reads the rows that it wrote. */
export async function sampleIntake(directory: string): Promise<IntakeSample> {
  const databasePath = join(directory, 'sample.db');
  const env = backendEnvironment({ port: 8501, databasePath, carrierUrl: 'http://127.0.0.1:9' });
  const read = readConfig(env);
  if (!read.ok)
    throw new Error(`The configuration of the sample is invalid: ${JSON.stringify(read.problems)}`);
  const platform = await compose(read.config, noLog);
  const [visitor] = await createVisitors()(1);
  if (visitor === undefined) throw new Error('There is no visitor.');
  const { path, body, headers } = intakeRequest(visitor);
  const answer = await platform.app.inject({ method: 'POST', url: path, payload: body, headers });
  await platform.stop();
  if (answer.statusCode !== 201) throw new Error(`The platform refused the sample request: ${answer.body}`);
  return { rows: readRows(databasePath), databasePath };
}

function readRows(path: string): IntakeRow[] {
  const database = new DatabaseSync(path);
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  const rows = tables
    .map(({ name }) => String(name))
    // Triggers fill the index of names.
    .filter((table) => !/^(sqlite|kysely|callback_name)/.test(table))
    .flatMap((table) => rowsOf(database, table));
  database.close();
  return rows;
}

function rowsOf(database: DatabaseSync, table: string): IntakeRow[] {
  const rows = database.prepare(`select * from ${table}`).all();
  return rows.map((row) => asIntakeRow(table, row));
}

/** Leaves out `id`, which the database assigns. */
function asIntakeRow(table: string, row: Record<string, SQLInputValue>): IntakeRow {
  const columns = Object.keys(row).filter((column) => column !== 'id');
  return { table, columns, values: columns.map((column) => row[column] ?? null) };
}

/** Copies the sample database for one measurement. */
export function copySample(sample: IntakeSample, to: string): void {
  copyFileSync(sample.databasePath, to);
}
