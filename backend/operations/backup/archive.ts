import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { operationFault } from '../fault.ts';

export const backupKinds = ['automatic', 'manual', 'before-upgrade', 'before-restore'] as const;
export type BackupKind = (typeof backupKinds)[number];

/** What a backup says about itself. The archive is a plain tar file, so that any machine can open it. */
const manifestSchema = z.object({
  format: z.literal('callback-backup/1'),
  kind: z.enum(backupKinds),
  createdAt: z.iso.datetime(),
  /** Version of the platform that made it. */
  version: z.string(),
  database: z.object({
    sha256: z.string().length(64),
    bytes: z.number().int().positive(),
    rows: z.record(z.string(), z.number().int()),
    migrations: z.array(z.string()),
  }),
  /** `undefined` when the backup holds no secrets. */
  secrets: z.object({ keyFingerprint: z.string(), settings: z.array(z.string()) }).optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const members = {
  manifest: 'manifest.json',
  database: 'callbacks.db',
  secrets: 'secrets.enc',
} as const;

const run = promisify(execFile);

/** Packs files of one folder. Throws `tar-failed`. */
export async function pack(folder: string, names: readonly string[], target: string): Promise<void> {
  await tar(['-cf', target, '-C', folder, ...names]);
  syncFile(target);
}

/** Returns a small member of the archive. Throws `not-a-backup` when it is missing. */
export async function readMember(file: string, name: string): Promise<Buffer> {
  try {
    const { stdout } = await run('tar', ['-xOf', file, name], { encoding: 'buffer', maxBuffer: 16_000_000 });
    return stdout;
  } catch (cause) {
    throw notABackup(file, cause);
  }
}

/** Throws `not-a-backup`. */
export async function readManifest(file: string): Promise<Manifest> {
  const text = (await readMember(file, members.manifest)).toString('utf8');
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw notABackup(file, cause);
  }
}

/** Reads the whole archive and compares the database with the manifest. Throws `backup-damaged`. */
export async function verifyArchive(file: string): Promise<Manifest> {
  const manifest = await readManifest(file);
  const found = await hashMember(file, members.database);
  if (found !== manifest.database.sha256) throw damaged(file);
  return manifest;
}

/** Unpacks the database into a new file beside its final place. */
export async function unpackDatabase(file: string, target: string): Promise<void> {
  const folder = dirname(target);
  await tar(['-xf', file, '-C', folder, '-m', members.database]);
  syncFile(join(folder, members.database));
}

export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function hashMember(file: string, name: string): Promise<string> {
  const child = spawn('tar', ['-xOf', file, name], { stdio: ['ignore', 'pipe', 'ignore'] });
  const hash = createHash('sha256');
  const [code] = await Promise.all([exitCode(child), pipeline(child.stdout, hash)]);
  if (code !== 0) throw damaged(file);
  return hash.digest('hex');
}

function exitCode(child: ChildProcess): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? undefined));
  });
}

async function tar(options: string[]): Promise<void> {
  try {
    await run('tar', options);
  } catch (cause) {
    const { stderr = '' } = cause as { stderr?: string };
    throw operationFault('tar-failed', {
      message: `tar could not do its work: ${stderr.trim() || (cause as Error).message}`,
      advice: 'Free some space, and install tar if it is missing. Then run the command again.',
      cause,
    });
  }
}

/** A power cut after the rename must not leave an empty file. */
export function syncFile(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function notABackup(file: string, cause: unknown) {
  return operationFault('not-a-backup', {
    message: `${file} is not a backup of this platform.`,
    advice: 'Give a file that ./run.sh backup made: ./run.sh backup --list shows them.',
    cause,
  });
}

function damaged(file: string) {
  return operationFault('backup-damaged', {
    message: `The backup ${file} is damaged: its database differs from its manifest.`,
    advice: 'Use another backup: ./run.sh backup --list shows them.',
  });
}
