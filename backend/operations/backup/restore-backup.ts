import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { lockFile } from '../../adapters/sql/sqlite/file-lock.ts';
import { checkContents, closeCleanly, unknownMigrations } from '../../adapters/sql/sqlite/snapshot.ts';
import { operationFault } from '../fault.ts';
import {
  hashFile,
  type Manifest,
  members,
  readManifest,
  readMember,
  syncFile,
  unpackDatabase,
} from './archive.ts';
import { checkSpace, createDraftFolder } from './backup-folder.ts';
import { openSecrets, readKey, type Secrets, writeKey } from './envelope.ts';
import { writeSettings } from './settings.ts';

export type RestoreOrder = {
  file: string;
  databasePath: string;
  /** Written when it does not exist. */
  envFile: string;
  /** `undefined` means the key beside the database. */
  key: string | undefined;
  now: Date;
  /** Called with the lock held, before anything changes. */
  beforeChange?: () => Promise<void>;
};

export type Restored = {
  manifest: Manifest;
  /** Where the former database is kept. */
  keptDatabase: string | undefined;
  wroteSettings: boolean;
  /** `undefined` without a key: neither settings nor the application secret were restored. */
  secrets: Secrets | undefined;
};

/**
 * Replaces the database by the one in a backup and keeps the former file. Nothing changes before the backup was read,
 * checked and unpacked. A kill at any moment leaves the former database or the new one, each whole. The new file has
 * no seal, so the next start sees a moved database and makes no call by itself. Throws operation and store faults.
 */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const { file, databasePath } = order;
  const manifest = await readManifest(file);
  checkSchema(manifest);
  const secrets = await readSecrets(order, manifest);
  const folder = dirname(databasePath);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  checkSpace(folder, 1.1 * manifest.database.bytes, 'The restored database');
  const lock = lockFile(databasePath);
  const draft = createDraftFolder(folder);
  try {
    const unpacked = await unpackChecked(file, manifest, draft);
    await order.beforeChange?.();
    // The secret first: a database without it could read none of its codes and sessions.
    if (secrets !== undefined) restoreSecrets(order, secrets);
    const keptDatabase = replaceDatabase(databasePath, unpacked, order.now);
    const wroteSettings = secrets !== undefined && restoreSettings(order.envFile, secrets);
    return { manifest, keptDatabase, wroteSettings, secrets };
  } finally {
    rmSync(draft, { recursive: true, force: true });
    lock.release();
  }
}

/** Throws `newer-schema` for a backup of a version that is newer than this one. */
function checkSchema({ database, version }: Manifest): void {
  const unknown = unknownMigrations(database.migrations);
  if (unknown.length === 0) return;
  throw operationFault('newer-schema', {
    message: `The backup was made by the newer version ${version}: this version does not know ${unknown.join(', ')}.`,
    advice: 'Update first (./run.sh update), then restore. Nothing was changed.',
  });
}

/** Without any key the database alone can be restored. Throws `wrong-backup-key`. */
async function readSecrets(order: RestoreOrder, manifest: Manifest): Promise<Secrets | undefined> {
  if (manifest.secrets === undefined) return undefined;
  const given = order.key ?? readKey(order.databasePath);
  if (given === undefined) return undefined;
  return openSecrets(await readMember(order.file, members.secrets), given);
}

async function unpackChecked(file: string, { database }: Manifest, draft: string): Promise<string> {
  const unpacked = join(draft, members.database);
  await unpackDatabase(file, unpacked);
  if ((await hashFile(unpacked)) !== database.sha256)
    throw operationFault('backup-damaged', {
      message: `The backup ${file} is damaged: its database differs from its manifest.`,
      advice: 'Use another backup: ./run.sh backup --list shows them. Nothing was changed.',
    });
  checkContents(unpacked);
  chmodSync(unpacked, 0o600);
  return unpacked;
}

/**
 * The former file gets a second name, then the new one takes its place. Both happen at once or not at all:
 * https://man7.org/linux/man-pages/man2/rename.2.html
 */
function replaceDatabase(path: string, unpacked: string, now: Date): string | undefined {
  const kept = existsSync(path) && statSync(path).size > 0 ? `${path}.kept-${stampOf(now)}` : undefined;
  if (kept !== undefined) {
    keepLog(path, kept);
    keepFile(path, kept);
  }
  syncFile(unpacked);
  renameSync(unpacked, path);
  rmSync(`${path}.seal`, { force: true });
  syncFile(dirname(path));
  return kept;
}

/** A log that stayed beside the new file would be applied to it. A damaged database keeps its log. */
function keepLog(path: string, kept: string): void {
  try {
    closeCleanly(path);
  } catch {
    // The database is damaged: that is why it is replaced.
  }
  for (const end of ['-wal', '-shm']) {
    if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${kept}${end}`);
  }
}

/** Some file systems know no second names. */
function keepFile(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch {
    copyFileSync(path, kept);
  }
}

function restoreSecrets({ databasePath, key, now }: RestoreOrder, { appSecret }: Secrets): void {
  if (key !== undefined && readKey(databasePath) === undefined) writeKey(databasePath, key);
  const file = join(dirname(databasePath), 'app-secret');
  const former = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (appSecret === undefined || appSecret === former) return;
  if (former !== undefined) renameSync(file, `${file}.kept-${stampOf(now)}`);
  writeFileSync(`${file}.draft`, `${appSecret}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.draft`, file);
}

function restoreSettings(envFile: string, { settings }: Secrets): boolean {
  if (existsSync(envFile) || Object.keys(settings).length === 0) return false;
  writeSettings(envFile, settings);
  return true;
}

function stampOf(now: Date): string {
  return now.toISOString().replaceAll(/[-:.]/g, '');
}
