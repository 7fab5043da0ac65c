import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkContents, copyDatabase } from '../../adapters/sql/sqlite/snapshot.ts';
import { operationFault } from '../fault.ts';
import {
  type BackupKind,
  hashFile,
  type Manifest,
  members,
  pack,
  syncFile,
  verifyArchive,
} from './archive.ts';
import { backupName, checkSpace, createDraftFolder } from './backup-folder.ts';
import { createKey, keyFingerprint, readKey, sealSecrets, writeKey } from './envelope.ts';

export type BackupOrder = {
  kind: BackupKind;
  databasePath: string;
  folder: string;
  version: string;
  /** Settings of this installation by name. */
  settings: Record<string, string>;
  /** `undefined` means the key beside the database, created when it is missing. */
  key: string | undefined;
  now: Date;
  onStep?: (text: string, share: number) => void;
};

export type Backup = { path: string; bytes: number; manifest: Manifest; createdKey: boolean };

/**
 * Copies the running database and packs it with its manifest and the encrypted settings into one file. Then reads
 * that file again. The file gets its name when it is whole, so a killed backup leaves only a draft. Throws operation
 * faults.
 */
export async function takeBackup(order: BackupOrder): Promise<Backup> {
  const { databasePath, folder, onStep = () => {} } = order;
  if (!existsSync(databasePath)) throw noDatabase(databasePath);
  const draft = createDraftFolder(folder);
  try {
    checkSpace(folder, 2.1 * sizeWithLog(databasePath), 'The backup');
    onStep('Copying the database', 0.1);
    copyDatabase(databasePath, join(draft, members.database));
    onStep('Checking the copy', 0.4);
    const { manifest, createdKey } = await describeCopy(order, draft);
    onStep('Packing', 0.6);
    const packed = join(draft, 'backup.tar');
    await pack(draft, membersOf(manifest), packed);
    chmodSync(packed, 0o600);
    rmSync(join(draft, members.database));
    onStep('Reading the backup again', 0.8);
    await verifyArchive(packed);
    const path = join(folder, backupName(order.kind, order.now));
    renameSync(packed, path);
    syncFile(dirname(path));
    onStep('The backup is whole', 1);
    return { path, bytes: statSync(path).size, manifest, createdKey };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function describeCopy(order: BackupOrder, draft: string) {
  const copy = join(draft, members.database);
  const contents = checkContents(copy);
  const { key, created } = keyFor(order);
  const appSecret = readAppSecret(order.databasePath);
  writeFileSync(join(draft, members.secrets), sealSecrets({ settings: order.settings, appSecret }, key));
  const manifest: Manifest = {
    format: 'callback-backup/1',
    kind: order.kind,
    createdAt: order.now.toISOString(),
    version: order.version,
    database: { sha256: await hashFile(copy), bytes: statSync(copy).size, ...contents },
    secrets: { keyFingerprint: keyFingerprint(key), settings: Object.keys(order.settings) },
  };
  writeFileSync(join(draft, members.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
  return { manifest, createdKey: created };
}

function membersOf(manifest: Manifest): string[] {
  const { manifest: first, secrets, database } = members;
  return manifest.secrets === undefined ? [first, database] : [first, secrets, database];
}

function keyFor({ key, databasePath }: BackupOrder): { key: string; created: boolean } {
  const found = key ?? readKey(databasePath);
  if (found !== undefined) return { key: found, created: false };
  const created = createKey();
  writeKey(databasePath, created);
  return { key: created, created: true };
}

/** The first start without APP_SECRET keeps its secret in this file. */
function readAppSecret(databasePath: string): string | undefined {
  const file = join(dirname(databasePath), 'app-secret');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

function sizeWithLog(path: string): number {
  return statSync(path).size + (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0);
}

function noDatabase(path: string) {
  return operationFault('no-database', {
    message: `There is no database at ${path}.`,
    advice: 'Run the command in the folder of the installation, or set DATABASE_PATH.',
  });
}
