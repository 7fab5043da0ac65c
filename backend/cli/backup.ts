import packageJson from '../../package.json' with { type: 'json' };
import { readValues } from '../config/read-values.ts';
import { backupKinds } from '../operations/backup/archive.ts';
import { backupFolder, listBackups, megabytes, rotate } from '../operations/backup/backup-folder.ts';
import { keyFile, readKey } from '../operations/backup/envelope.ts';
import { collectSettings } from '../operations/backup/settings.ts';
import { type Backup, takeBackup } from '../operations/backup/take-backup.ts';
import { requirePlaces, requireSqlite } from '../operations/fault.ts';
import { runOperation } from './operate/run-operation.ts';
import { createTerminal, readOptions } from './terminal.ts';

const usage = `./run.sh backup [--kind KIND] [--folder FOLDER] [--list] [--show-key] [--json]
Writes one file with the database and the encrypted settings, also while the server runs, and reads it again.
KIND is manual (default), automatic, before-upgrade or before-restore. Only automatic backups are rotated: BACKUP_KEEP.
--list shows the backups; --show-key prints the key that a new machine needs; --json prints the manifest.
Exit code 0: the backup is whole. 1: there is none, and the reason is printed.`;

const { values: options } = readOptions(usage, {
  options: {
    kind: { type: 'string', default: 'manual' },
    folder: { type: 'string' },
    list: { type: 'boolean', default: false },
    'show-key': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const terminal = createTerminal(process.stderr);
// A backup must be possible with settings that the server would refuse.
const { values, problems } = readValues(process.env);
const folder = backupFolder(values.DATABASE_PATH, options.folder ?? values.BACKUP_FOLDER);

/** Returns the exit code. */
async function main(): Promise<number> {
  if (options.help) {
    console.log(usage);
    return 0;
  }
  requirePlaces(problems);
  if (options['show-key']) return showKey();
  if (options.list) {
    showList();
    return 0;
  }
  requireSqlite(values.DATABASE_URL);
  return backUp();
}

function showList(): void {
  const found = listBackups(folder);
  for (const { path, bytes, kind } of found) console.log(`${path}  ${kind}  ${megabytes(bytes)}`);
  if (found.length === 0) terminal.info(`There are no backups in ${folder}.`);
}

function showKey(): number {
  const key = values.BACKUP_KEY ?? readKey(values.DATABASE_PATH);
  if (key === undefined) {
    terminal.bad('There is no backup key yet.', 'Take a first backup: ./run.sh backup');
    return 1;
  }
  console.log(key);
  return 0;
}

async function backUp(): Promise<number> {
  const kind = backupKinds.find((known) => known === options.kind);
  if (kind === undefined) {
    terminal.bad(`${options.kind} is no kind of backup.`, `Choose one of ${backupKinds.join(', ')}.`);
    return 2;
  }
  const backup = await takeBackup({
    kind,
    folder,
    databasePath: values.DATABASE_PATH,
    version: packageJson.version,
    settings: collectSettings(process.env),
    key: values.BACKUP_KEY,
    now: new Date(),
    onStep: (text, share) => terminal.progress(share, text),
  });
  report(backup);
  for (const { path } of kind === 'automatic' ? rotate(folder, values.BACKUP_KEEP) : [])
    terminal.info(`Deleted the old automatic backup ${path}`);
  return 0;
}

function report({ path, bytes, manifest, createdKey }: Backup): void {
  if (options.json) console.log(JSON.stringify({ path, bytes, manifest }, null, 2));
  const { callbacks = 0, audit_log: audited = 0 } = manifest.database.rows;
  terminal.good(`${path} (${megabytes(bytes)}): ${callbacks} callbacks, ${audited} audit rows`);
  terminal.info(`It holds ${manifest.secrets?.settings.length ?? 0} settings, encrypted.`);
  if (createdKey || values.BACKUP_KEY === undefined)
    terminal.warn(
      `Without its key another machine cannot read the settings: ${keyFile(values.DATABASE_PATH)}`,
      'Keep the output of ./run.sh backup --show-key in your password manager.',
    );
  terminal.info(
    'It does not hold: what happens after it, your own changes to the page, certificates, tunnel credentials, logs, ' +
      'and recordings, which are at the carrier.',
  );
}

await runOperation(terminal, main);
