import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readValues } from '../config/read-values.ts';
import { backupFolder } from '../operations/backup/backup-folder.ts';
import { adviceOf, operationFault, requirePlaces } from '../operations/fault.ts';
import { type Installation, renderUnits, serviceName } from '../operations/service/unit.ts';
import { currentRelease, findCommit, stageRelease, switchRelease } from '../operations/update/releases.ts';
import { createTerminal, readOptions } from './terminal.ts';

const usage = `./run.sh install [--print]
Installs the platform of this folder as a systemd service that starts with the machine, and a daily backup. Run it as the
user who owns the folder; systemd's files are written with sudo. --print shows them and changes nothing.
Remove it with: sudo systemctl disable --now callback.service callback-backup.timer`;

const { values: options } = readOptions(usage, {
  options: { print: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const terminal = createTerminal(process.stderr);
const root = process.cwd();

async function main(): Promise<void> {
  if (options.help) {
    console.log(usage);
    return;
  }
  const installation = findInstallation();
  const units = renderUnits(installation);
  if (options.print) {
    for (const [name, text] of Object.entries(units)) console.log(`# /etc/systemd/system/${name}\n${text}`);
    return;
  }
  checkOwner(installation);
  for (const folder of [installation.dataFolder, installation.backupFolder])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  await prepareRelease();
  writeUnits(units);
  terminal.good(`${serviceName} is installed and runs. Its log: journalctl -u callback -f`);
  terminal.info('Backups are taken daily: systemctl list-timers callback-backup.timer');
}

function findInstallation(): Installation {
  const { values, problems } = readValues(process.env);
  requirePlaces(problems);
  const databasePath = resolve(values.DATABASE_PATH);
  return {
    root,
    user: userInfo().username,
    group: execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim(),
    dataFolder: dirname(databasePath),
    backupFolder: resolve(backupFolder(databasePath, values.BACKUP_FOLDER)),
  };
}

/** A server needs no right of root. */
function checkOwner({ user }: Installation): void {
  if (statSync(root).uid === userInfo().uid && user !== 'root') return;
  throw operationFault('wrong-user', {
    message: `The service would run as ${user}.`,
    advice:
      'Give the folder to a user of its own and run the command as that user: ' +
      `sudo useradd --system --create-home --shell /bin/bash callback && sudo chown -R callback ${root}`,
  });
}

async function prepareRelease(): Promise<void> {
  if (currentRelease(root) !== undefined) return;
  terminal.info('Preparing the release');
  const commit = await findCommit(root, 'HEAD');
  await stageRelease(root, commit, process.env);
  switchRelease(root, commit);
}

function writeUnits(units: Record<string, string>): void {
  const folder = mkdtempSync(join(tmpdir(), 'callback-units-'));
  try {
    for (const [name, text] of Object.entries(units)) writeFileSync(join(folder, name), text);
    const files = Object.keys(units).map((name) => join(folder, name));
    sudo('install', '-m', '0644', '-t', '/etc/systemd/system', ...files);
    sudo('systemctl', 'daemon-reload');
    sudo('systemctl', 'enable', '--now', serviceName, 'callback-backup.timer');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sudo(...words: string[]): void {
  execFileSync('sudo', words, { stdio: 'inherit' });
}

try {
  await main();
} catch (error) {
  const advice = adviceOf(error) ?? 'Read the message above, fix its cause and run the command again.';
  terminal.bad((error as Error).message, advice);
  process.exitCode = 1;
}
