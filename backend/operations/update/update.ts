import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '../../adapters/sql/database.ts';
import { compareMigrations, countLiveCalls } from '../../adapters/sql/sqlite/snapshot.ts';
import { createClock } from '../../adapters/system/clock.ts';
import { checkSpace } from '../backup/backup-folder.ts';
import { restoreBackup } from '../backup/restore-backup.ts';
import { type BackupOrder, takeBackup } from '../backup/take-backup.ts';
import { operationFault } from '../fault.ts';
import { answersWell, awaitHealth, type Supervisor } from '../service/supervisor.ts';
import {
  dropJournal,
  finishJournal,
  type Journal,
  readJournal,
  type UpdateStep,
  writeJournal,
} from './journal.ts';
import { currentRelease, releaseFolder, removeReleases, stageRelease, switchRelease } from './releases.ts';

/** One installation, and what its update needs. */
export type Host = {
  root: string;
  databasePath: string;
  /** Where the server answers on this machine. */
  baseUrl: string;
  environment: NodeJS.ProcessEnv;
  supervisor: Supervisor;
  backup: Pick<BackupOrder, 'folder' | 'version' | 'settings' | 'key'>;
  healthTimeoutMs: number;
  say: (text: string) => void;
};

export type UpdateResult = { ok: true; changed: boolean } | { ok: false; reason: string };

const run = promisify(execFile);

/**
 * Brings the installation to the version `target`. When it was interrupted, the interrupted update continues instead.
 * Throws operation faults when nothing was changed; returns `ok: false` when the former version runs again.
 */
export async function updateTo(
  host: Host,
  target: string,
  { force }: { force: boolean },
): Promise<UpdateResult> {
  const interrupted = readJournal(host.root);
  if (interrupted !== undefined) {
    host.say(`An update was interrupted at "${interrupted.step}": it continues.`);
    return interrupted.step === 'undo'
      ? undo(host, interrupted, 'it was interrupted')
      : carryOut(host, interrupted);
  }
  const from = currentRelease(host.root);
  if (from === undefined) throw notInstalled();
  if (from === target) return { ok: true, changed: false };
  host.say('Preparing the new version beside the running one');
  const release = await stageRelease(host.root, target, host.environment);
  await checkBefore(host, release, force);
  const mustBeReady = await answersWell(`${host.baseUrl}/health/ready`);
  return carryOut(host, { from, to: target, step: 'stop', mustBeReady, at: new Date().toISOString() });
}

/** The server runs until here. A problem found before has changed nothing. */
async function checkBefore(host: Host, release: string, force: boolean): Promise<void> {
  const { databasePath } = host;
  if (!existsSync(databasePath)) return;
  checkSpace(dirname(databasePath), 2.2 * statSync(databasePath).size, 'The update');
  const { unknown } = await askRelease(release, host);
  if (unknown.length > 0)
    throw operationFault('older-version', {
      message: `The version is older than the database: it does not know ${unknown.join(', ')}.`,
      advice: 'To go back after an update, use ./run.sh rollback. Nothing was changed.',
    });
  const live = countLiveCalls(databasePath);
  if (live > 0 && !force)
    throw operationFault('live-calls', {
      message: `${live} ${live === 1 ? 'call is' : 'calls are'} in progress.`,
      advice:
        'Run the command again when they have ended, or with --now: conversations go on at the carrier.',
    });
}

/** Asks the new version itself, because only it knows its migrations. */
async function askRelease(release: string, host: Host): Promise<{ missing: string[]; unknown: string[] }> {
  const { stdout } = await runMigrate(release, host, ['--check']);
  return JSON.parse(stdout) as { missing: string[]; unknown: string[] };
}

function runMigrate(release: string, { root, environment, databasePath }: Host, args: string[]) {
  const node = join(release, 'node_modules/.bin/node');
  const env = { ...environment, DATABASE_PATH: databasePath };
  return run(node, [join(release, 'backend/cli/migrate.ts'), ...args], { cwd: root, env });
}

async function carryOut(host: Host, journal: Journal): Promise<UpdateResult> {
  const { root, supervisor, say } = host;
  let now = journal;
  const begin = (step: UpdateStep, more: Partial<Journal> = {}) => {
    now = { ...now, ...more, step };
    writeJournal(root, now);
  };
  try {
    begin('stop');
    say('Stopping the server');
    await supervisor.stop();
    // The former version may have run again since an interruption: a backup from before would lack its rows.
    const isMigrated = await isNewerThan(host, releaseFolder(root, now.from));
    if (now.backup === undefined || !isMigrated) await backUp(host, begin);
    begin('migrate');
    say('Migrating the database');
    await runMigrate(releaseFolder(root, now.to), host, []);
    begin('switch');
    switchRelease(root, now.to);
    begin('start');
    say('Starting the new version');
    await supervisor.start();
  } catch (error) {
    return undo(host, now, describe(error));
  }
  const isHealthy = await awaitHealth(host.baseUrl, {
    timeoutMs: host.healthTimeoutMs,
    mustBeReady: now.mustBeReady,
  });
  if (!isHealthy) return undo(host, now, 'the new version did not become healthy');
  finishJournal(root, now);
  removeReleases(root, [now.from, now.to]);
  return { ok: true, changed: true };
}

async function backUp(host: Host, begin: (step: UpdateStep, more?: Partial<Journal>) => void): Promise<void> {
  begin('back-up');
  if (!existsSync(host.databasePath)) return;
  host.say('Backing up');
  const { path } = await takeBackup({
    ...host.backup,
    kind: 'before-upgrade',
    databasePath: host.databasePath,
    now: new Date(),
  });
  begin('back-up', { backup: path });
}

/**
 * Brings the former version back. Its database is restored only when the former version cannot read the present one;
 * the present file is then kept beside it.
 */
export async function undo(host: Host, journal: Journal, reason: string): Promise<UpdateResult> {
  const { root, supervisor, say } = host;
  writeJournal(root, { ...journal, step: 'undo' });
  say(`The update is undone: ${reason}`);
  await supervisor.stop();
  switchRelease(root, journal.from);
  await restoreFormer(host, journal);
  await supervisor.start();
  if (!(await awaitHealth(host.baseUrl, { timeoutMs: formerTimeoutMs, mustBeReady: false })))
    throw operationFault('former-version-ill', {
      message: 'The former version is back, and does not answer.',
      advice: 'Read its log (journalctl -u callback), then run the command again.',
    });
  dropJournal(root, { last: true });
  return { ok: false, reason };
}

/** The former version worked before, so a slow machine is the likely reason for a late answer. */
const formerTimeoutMs = 120_000;

async function restoreFormer(host: Host, { from, backup }: Journal): Promise<void> {
  const { databasePath, root, say } = host;
  if (backup === undefined || !(await isNewerThan(host, releaseFolder(root, from)))) return;
  const { keptDatabase } = await restoreBackup({
    file: backup,
    databasePath,
    envFile: join(root, '.env'),
    key: host.backup.key,
    now: new Date(),
  });
  say(`The database is as it was before the update. What came since is kept in ${keptDatabase}`);
}

async function isNewerThan(host: Host, release: string): Promise<boolean> {
  if (!existsSync(host.databasePath)) return false;
  const known = compareMigrations(host.databasePath);
  if (known.unknown.length > 0) return true;
  return (await askRelease(release, host)).unknown.length > 0;
}

/** A command of the platform marks its problem with a cross; its fix follows. */
function describe(error: unknown): string {
  const { stderr = '', message = '' } = error as { stderr?: string; message?: string };
  const lines = stderr.trim().split('\n');
  return lines.find((line) => line.startsWith('✗'))?.slice(2) ?? (lines.at(-1) || message);
}

function notInstalled() {
  return operationFault('not-installed', {
    message: 'This folder is not installed as a service.',
    advice:
      'Run ./run.sh install once. Without it: stop the server, git pull, npm ci, npm run build:page, npm start.',
  });
}

/** Runs the missing migrations as a start does, and closes the database. Throws store faults. */
export async function migrateDatabase(path: string): Promise<void> {
  const { store } = await openDatabase({ path, clock: createClock({ speed: 1 }) });
  await store.close();
}

/** Returns the migrations that the database lacks, and those that this version does not know. */
export function compareDatabase(path: string): { missing: string[]; unknown: string[] } {
  return compareMigrations(path);
}
