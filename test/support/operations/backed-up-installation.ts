import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import { createClock } from '../../../backend/adapters/system/clock.ts';
import { type RestoreOrder, restoreBackup } from '../../../backend/operations/backup/restore-backup.ts';
import { takeBackup } from '../../../backend/operations/backup/take-backup.ts';

const root = resolve(import.meta.dirname, '../../..');

/** An installation in a folder with spaces in its name, with one row that tells it from others. */
export async function install(t: { after(fn: () => void): void }, mark = 'first') {
  const folder = mkdtempSync(join(tmpdir(), 'backup of '));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'data/callbacks.db');
  const { store } = await openDatabase({ path, clock: createClock({ speed: 1 }) });
  await store.close();
  write(path, mark);
  return { folder, path, backups: join(folder, 'data/backups') };
}

export function write(path: string, mark: string): void {
  const database = new DatabaseSync(path);
  database.exec(
    `insert into opt_outs (fingerprint, opted_out, changed_at) values ('${mark}', 1, '2026-11-22T09:00:00.000Z')`,
  );
  database.close();
}

export function marks(path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare('select fingerprint as mark from opt_outs order by 1').all();
  database.close();
  return rows.map(({ mark }) => String(mark));
}

/** The lock, the log and its index come and go with each opening. */
export function filesIn(folder: string): string[] {
  return readdirSync(join(folder, 'data')).filter((name) => !/\.lock$|-wal$|-shm$/.test(name));
}

type Ran = { code: number; out: string; err: string };

const inherited = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };

export function command(
  name: string,
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(root, `backend/cli/${name}.ts`), ...args],
      { cwd: folder, env: { ...inherited, NO_COLOR: '1', ...env } },
      (error, out, err) => done({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
  });
}

export async function backUp(folder: string, settings: Record<string, string> = {}): Promise<string> {
  const databasePath = join(folder, 'data/callbacks.db');
  const { path } = await takeBackup({ ...order(databasePath), kind: 'manual', settings });
  return path;
}

function order(databasePath: string) {
  const folder = join(dirname(databasePath), 'backups');
  return { databasePath, folder, version: '0.0.0', settings: {}, key: undefined, now: new Date() };
}

/** Restores in this process; returns what a refusal said. */
export async function restore(
  folder: string,
  file: string,
  more: Partial<RestoreOrder> = {},
): Promise<string | undefined> {
  const databasePath = join(folder, 'data/callbacks.db');
  try {
    const envFile = join(folder, '.env');
    await restoreBackup({ file, databasePath, envFile, key: undefined, now: new Date(), ...more });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
