import { existsSync } from 'node:fs';
import packageJson from '../../package.json' with { type: 'json' };
import { readValues } from '../config/read-values.ts';
import { backupFolder } from '../operations/backup/backup-folder.ts';
import { type Restored, restoreBackup } from '../operations/backup/restore-backup.ts';
import { collectSettings } from '../operations/backup/settings.ts';
import { takeBackup } from '../operations/backup/take-backup.ts';
import { requirePlaces, requireSqlite } from '../operations/fault.ts';
import { runOperation } from './operate/run-operation.ts';
import { createTerminal, readOptions } from './terminal.ts';

const usage = `./run.sh restore FILE [--skip-backup]
Replaces the database by the one in a backup. The server must be stopped. The former database is kept under another name
and backed up first, unless it is damaged or --skip-backup is given. Settings are written to .env when there is none.
On another machine give the key: BACKUP_KEY=… ./run.sh restore FILE
Exit code 0: restored. 1: nothing was changed, and the reason is printed.`;

const { positionals, values: options } = readOptions(usage, {
  allowPositionals: true,
  options: {
    'skip-backup': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const terminal = createTerminal(process.stderr);
const { values, problems } = readValues(process.env);
const databasePath = values.DATABASE_PATH;
const envFile = '.env';

/** Returns the exit code. */
async function main(): Promise<number> {
  const [file, ...rest] = positionals;
  if (options.help || file === undefined || rest.length > 0) {
    console.log(usage);
    return options.help ? 0 : 2;
  }
  requirePlaces(problems);
  requireSqlite(values.DATABASE_URL);
  const restored = await restoreBackup({
    file,
    databasePath,
    envFile,
    key: values.BACKUP_KEY,
    now: new Date(),
    ...(options['skip-backup'] ? {} : { beforeChange: backUpFirst }),
  });
  report(restored);
  return 0;
}

async function backUpFirst(): Promise<void> {
  if (!existsSync(databasePath)) return;
  try {
    const { path } = await takeBackup({
      kind: 'before-restore',
      folder: backupFolder(databasePath, values.BACKUP_FOLDER),
      databasePath,
      version: packageJson.version,
      settings: collectSettings(process.env),
      key: values.BACKUP_KEY,
      now: new Date(),
    });
    terminal.good(`The present database is backed up: ${path}`);
  } catch (error) {
    terminal.warn(`The present database cannot be backed up: ${(error as Error).message}`);
  }
}

function report({ manifest, keptDatabase, wroteSettings, secrets }: Restored): void {
  const { createdAt, database } = manifest;
  terminal.good(`Restored ${database.rows.callbacks ?? 0} callbacks as they were at ${createdAt}`);
  if (keptDatabase !== undefined) terminal.info(`The former database is kept as ${keptDatabase}`);
  if (wroteSettings) terminal.good(`The settings are written to ${envFile}`);
  else if (secrets !== undefined) warnOfSettings(secrets.settings);
  if (secrets === undefined)
    terminal.warn(
      'The settings and the application secret were not restored: the backup key is missing.',
      'Restore again with the key: BACKUP_KEY=… ./run.sh restore FILE',
    );
  terminal.info('The next start makes no calls by itself: calls that were due become text messages.');
  terminal.info('Start the server, then look at its log and at ./run.sh doctor.');
}

/** Names settings, never their values. */
function warnOfSettings(settings: Record<string, string>): void {
  const present = collectSettings(process.env);
  const different = Object.keys(settings).filter((name) => present[name] !== settings[name]);
  if (different.length === 0) return;
  terminal.warn(
    `${envFile} was not changed. It differs from the backup in ${different.join(', ')}.`,
    `To take the settings of the backup, move ${envFile} away and restore again.`,
  );
}

await runOperation(terminal, main);
