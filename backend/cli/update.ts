import { resolve } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { readValues } from '../config/read-values.ts';
import { backupFolder } from '../operations/backup/backup-folder.ts';
import { collectSettings } from '../operations/backup/settings.ts';
import { operationFault, requirePlaces, requireSqlite } from '../operations/fault.ts';
import { createSystemd } from '../operations/service/supervisor.ts';
import { readJournal, readLastUpdate } from '../operations/update/journal.ts';
import {
  currentRelease,
  fetchUpstream,
  findCommit,
  losesCommits,
  uncommittedFiles,
} from '../operations/update/releases.ts';
import { type Host, type UpdateResult, undo, updateTo } from '../operations/update/update.ts';
import { localAddress } from './operate/local-address.ts';
import { runOperation } from './operate/run-operation.ts';
import { createTerminal, readOptions } from './terminal.ts';

const usage = `./run.sh update [--to VERSION] [--now]
./run.sh rollback
update brings the installed service to the newest version of its branch, or to VERSION (branch, tag, commit): it prepares the
new version beside the running one, stops the server, backs up, migrates, starts and checks. When a step fails, the former
version comes back. Run it again after an interruption. --now updates although calls are in progress.
--health-timeout SECONDS: how long the new version may need to answer (60).
rollback goes back to the version before the last update; its database comes back only if it must, and the present one
is kept. Exit code 0: done. 1: the former version runs, and the reason is printed.`;

const { positionals, values: options } = readOptions(usage, {
  allowPositionals: true,
  options: {
    to: { type: 'string' },
    now: { type: 'boolean', default: false },
    'health-timeout': { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  },
});
const terminal = createTerminal(process.stderr);
const root = process.cwd();

/** Returns the exit code. */
async function main(): Promise<number> {
  const [action = 'update', ...rest] = positionals;
  if (options.help || rest.length > 0 || !['update', 'rollback'].includes(action)) {
    console.log(usage);
    return options.help ? 0 : 2;
  }
  const { values, problems } = readValues(process.env);
  requirePlaces(problems);
  requireSqlite(values.DATABASE_URL);
  const host = findHost();
  if (!(await host.supervisor.isInstalled())) throw notInstalled();
  return report(action === 'rollback' ? await rollBack(host) : await update(host));
}

function findHost(): Host {
  const { values } = readValues(process.env);
  const databasePath = resolve(values.DATABASE_PATH);
  return {
    root,
    databasePath,
    baseUrl: localAddress({ host: values.HOST, port: values.PORT }),
    environment: process.env,
    supervisor: createSystemd(),
    backup: {
      folder: resolve(backupFolder(databasePath, values.BACKUP_FOLDER)),
      version: packageJson.version,
      settings: collectSettings(process.env),
      key: values.BACKUP_KEY,
    },
    healthTimeoutMs: Number(options['health-timeout']) * 1_000,
    say: (text) => terminal.info(text),
  };
}

async function update(host: Host): Promise<UpdateResult> {
  const changed = readJournal(root) === undefined ? await uncommittedFiles(root) : [];
  if (changed.length > 0)
    throw operationFault('uncommitted-changes', {
      message: `These files have changes that no commit holds: ${changed.join(', ')}.`,
      advice: 'Commit them (git commit -a), so that the new version has them too. Nothing was changed.',
    });
  const target = options.to === undefined ? await fetchUpstream(root) : await findCommit(root, options.to);
  if (options.to === undefined && (await losesCommits(root, target)))
    throw operationFault('own-commits', {
      message: 'This folder has commits that the newest version lacks.',
      advice: 'Run git merge @{upstream}, then: ./run.sh update --to HEAD. Nothing was changed.',
    });
  return updateTo(host, target, { force: options.now });
}

async function rollBack(host: Host): Promise<UpdateResult> {
  const last = readJournal(root) ?? readLastUpdate(root);
  if (last === undefined)
    throw operationFault('no-update', {
      message: 'There is no update to go back from.',
      advice: './run.sh backup --list shows the backups; ./run.sh restore FILE restores one.',
    });
  await undo(host, last, 'you asked for it');
  return { ok: true, changed: true };
}

function report(result: UpdateResult): number {
  const commit = (currentRelease(root) ?? '').slice(0, 12);
  if (!result.ok) {
    terminal.bad(
      `The update was undone: ${result.reason}. The former version ${commit} runs.`,
      'Read the log (journalctl -u callback), and report it.',
    );
    return 1;
  }
  terminal.good(
    result.changed ? `The version ${commit} runs.` : `The newest version ${commit} runs already.`,
  );
  return 0;
}

function notInstalled() {
  return operationFault('not-installed', {
    message: 'There is no installed service on this machine.',
    advice: 'Run ./run.sh install once. In Docker: docker compose build --pull && docker compose up -d.',
  });
}

await runOperation(terminal, main);
