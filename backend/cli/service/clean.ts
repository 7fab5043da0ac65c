import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { confirm, isCancel } from '@clack/prompts';
import { createLogFolder } from '../../adapters/system/log-folder.ts';
import { readConfig } from '../../config/read-config.ts';
import type { Command, Context } from '../operate/command.ts';
import { findService, settingsOf } from '../operate/installation.ts';
import { runHere } from '../operate/run-program.ts';

const usage = `./run.sh clean [--yes] [--data] [--no-backup]
Removes what this project made on this machine: its container, image and network, the built page, its logs. Names
everything first and asks. The database stays, and so does .env.
  --yes         asks nothing
  --data        also removes the database, after a backup
  --no-backup   with --data: without the backup
Exit code: 0 cleaned, 1 not.`;

type Item = { name: string; remove(): unknown };

export const cleanCommand: Command = {
  name: 'clean',
  number: 10,
  title: 'Clean Everything',
  summary: 'removes container, image, page and logs',
  usage,
  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: {
        yes: { type: 'boolean', default: false },
        data: { type: 'boolean', default: false },
        'no-backup': { type: 'boolean', default: false },
      },
    });
    const { terminal } = context;
    const items = await itemsOf(context, values.data);
    terminal.heading('This is removed');
    for (const { name } of items) terminal.info(name);
    if (items.length === 0) terminal.info('nothing: it is clean');
    if (items.length === 0) return 0;
    if (!values.yes && !(await agrees('Remove all of it?'))) {
      terminal.info('Nothing was removed.');
      return 1;
    }
    const service = await findService(context);
    if (values.data && !values['no-backup'] && !(await backUp(context, values.yes))) return 1;
    if ((await service.state()).running) await service.stop();
    for (const { remove } of items) await remove();
    terminal.good('Removed. .env and backups are kept.');
    return 0;
  },
};

async function agrees(message: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const answer = await confirm({ message, initialValue: false });
  return !isCancel(answer) && answer;
}

async function backUp(context: Context, yes: boolean): Promise<boolean> {
  if (!yes && !(await agrees('Make a backup of the database first?')))
    return agrees('Remove the database without a backup?');
  const code = await runHere(context, process.execPath, `${context.root}/backend/cli/backup.ts`);
  if (code !== 0)
    context.terminal.bad('There is no backup, so nothing was removed.', 'Read the message above.');
  return code === 0;
}

/** Everything belongs to this project by its exact name; nothing is found by pattern outside its own folders. */
async function itemsOf(context: Context, withData: boolean): Promise<Item[]> {
  const { kind } = await findService(context);
  const page = join(context.root, 'dist');
  const logs = createLogFolder();
  const ownLogs = readdirSync(logs).filter((file) =>
    /^(?:backend|simulator|test)-\d{8}[T-]\d{6}\.log$/.test(file),
  );
  return [
    ...(kind === 'docker' ? [dockerItem(context)] : []),
    ...(existsSync(page) ? [folderItem(`the built page, ${page}`, [page])] : []),
    ...(ownLogs.length > 0
      ? [
          folderItem(
            `${ownLogs.length} logs in ${logs}`,
            ownLogs.map((file) => join(logs, file)),
          ),
        ]
      : []),
    ...(withData ? databaseItems(context) : []),
  ];
}

function dockerItem(context: Context): Item {
  return {
    name: 'the container callback-backend, its image and network (docker compose down --rmi local)',
    remove: () => runHere(context, 'docker', 'compose', 'down', '--rmi', 'local', '--remove-orphans'),
  };
}

function folderItem(name: string, paths: string[]): Item {
  return {
    name,
    remove() {
      for (const path of paths) rmSync(path, { recursive: true, force: true });
    },
  };
}

function databaseItems(context: Context): Item[] {
  const read = readConfig(settingsOf(context));
  const path = resolve(context.folder, read.ok ? read.config.databasePath : 'data/callbacks.db');
  const secret = join(dirname(path), 'app-secret');
  const files = [path, `${path}-wal`, `${path}-shm`, secret].filter((file) => existsSync(file));
  return files.length === 0
    ? []
    : [folderItem(`the database with all requests, ${path}, and its secret`, files)];
}
