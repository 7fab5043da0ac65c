import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { operationFault } from '../fault.ts';
import { type BackupKind, backupKinds } from './archive.ts';

export type BackupFile = { path: string; kind: BackupKind; stamp: string; bytes: number };

const pattern = new RegExp(`^callbacks-(\\d{8}T\\d{9}Z)-(${backupKinds.join('|')})\\.tar$`);
const draftPattern = /^draft-(\d+)-/;

/** Returns where backups are kept: beside the database, unless BACKUP_FOLDER names another place. */
export function backupFolder(databasePath: string, given: string | undefined): string {
  return given ?? join(dirname(databasePath), 'backups');
}

export function backupName(kind: BackupKind, at: Date): string {
  return `callbacks-${at.toISOString().replaceAll(/[-:.]/g, '')}-${kind}.tar`;
}

/** Newest first. */
export function listBackups(folder: string): BackupFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const [, stamp = '', kind] = pattern.exec(name) ?? [];
      const path = join(folder, name);
      return kind === undefined
        ? []
        : [{ path, stamp, kind: kind as BackupKind, bytes: statSync(path).size }];
    })
    .sort((a, b) => b.stamp.localeCompare(a.stamp));
}

/** Deletes the oldest automatic backups beyond `keep`. Other kinds were wanted for a reason and stay. */
export function rotate(folder: string, keep: number): BackupFile[] {
  const surplus = listBackups(folder)
    .filter(({ kind }) => kind === 'automatic')
    .slice(keep);
  for (const { path } of surplus) rmSync(path);
  return surplus;
}

/** Creates a folder for drafts, and removes those of killed processes: they may have filled the disk. */
export function createDraftFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    const [, pid] = draftPattern.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(folder, `draft-${process.pid}-`));
}

/** Throws `disk-too-full` when the folder's disk has less than `bytes` left. */
export function checkSpace(folder: string, bytes: number, purpose: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw operationFault('disk-too-full', {
    message: `${purpose} needs ${megabytes(bytes)} in ${folder}, and only ${megabytes(free)} are free.`,
    advice: 'Free some space, or set BACKUP_FOLDER to a folder on another disk. Nothing was changed.',
  });
}

export function megabytes(bytes: number): string {
  return `${Math.max(0.1, bytes / 1_000_000).toFixed(1)} MB`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
