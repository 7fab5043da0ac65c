import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { compose } from '../../backend/compose.ts';
import { readConfig } from '../../backend/config/read-config.ts';
import { backendEnvironment } from '../actors/backend-service.ts';
import { intakeRequest } from '../actors/intake-request.ts';
import { createCrowd } from '../actors/visitors.ts';

/** One row that an intake writes, with the columns in the order of the values. */
export type IntakeRow = { table: string; columns: string[]; values: SQLInputValue[] };

/** What one intake leaves in the database, and where that database lies: the same tables and indexes, one request. */
export type IntakeSample = { rows: IntakeRow[]; databasePath: string };

const noLog = { debug() {}, info() {}, warn() {}, error() {} };

/** Has the platform take one request without carrying anything out, and reads what it wrote. */
export async function sampleIntake(directory: string): Promise<IntakeSample> {
  const databasePath = join(directory, 'sample.db');
  const env = backendEnvironment({ port: 8501, databasePath, carrierUrl: 'http://127.0.0.1:9' });
  const read = readConfig(env);
  if (!read.ok) throw new Error(`The sample's configuration is wrong: ${JSON.stringify(read.problems)}`);
  const platform = await compose(read.config, noLog);
  const [visitor] = await createCrowd()(1);
  if (visitor === undefined) throw new Error('There is nobody to ask for a call.');
  const { path, body, headers } = intakeRequest(visitor);
  const answer = await platform.app.inject({ method: 'POST', url: path, payload: body, headers });
  await platform.stop();
  if (answer.statusCode !== 201) throw new Error(`The sample was not taken: ${answer.body}`);
  return { rows: readRows(databasePath), databasePath };
}

function readRows(path: string): IntakeRow[] {
  const database = new DatabaseSync(path);
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  const rows = tables
    .map(({ name }) => String(name))
    .filter((table) => !/^(sqlite|kysely)_/.test(table))
    .flatMap((table) => rowsOf(database, table));
  database.close();
  return rows;
}

function rowsOf(database: DatabaseSync, table: string): IntakeRow[] {
  const rows = database.prepare(`select * from ${table}`).all();
  return rows.map((row) => asIntakeRow(table, row));
}

/** Without the number that the database gives by itself. */
function asIntakeRow(table: string, row: Record<string, SQLInputValue>): IntakeRow {
  const columns = Object.keys(row).filter((column) => column !== 'id');
  return { table, columns, values: columns.map((column) => row[column] ?? null) };
}

/** A database of its own for one measurement, with the tables and indexes of the sample. */
export function copySample(sample: IntakeSample, to: string): void {
  copyFileSync(sample.databasePath, to);
}
