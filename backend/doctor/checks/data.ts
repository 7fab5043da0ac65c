import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Check, fail, type Outcome, pass, skip, warn } from '../check.ts';
import type { System } from '../system.ts';

const noDatabase = skip('there is no database yet; the first start creates it');

function shellPath({ folder }: System, path: string): string {
  const shown = relative(folder, path);
  const short = shown.startsWith('..') ? path : shown;
  return /^[\w./-]+$/.test(short) ? short : `'${short.replaceAll("'", "'\\''")}'`;
}

/** The folder with the database and the secret, and the database itself. */
export const dataChecks: Check[] = [
  { id: 'data.folder', title: 'The data folder can be written', run: checkFolder },
  { id: 'data.rights', title: 'Only its owner reads the data', run: checkRights, repair: repairRights },
  { id: 'data.secret', title: 'The secret of the database is there', run: checkSecret },
  { id: 'database.integrity', title: 'The database is whole', run: checkIntegrity },
  { id: 'database.schema', title: 'The database belongs to this version', run: checkSchema },
];

async function checkFolder(system: System): Promise<Outcome> {
  const { databasePath } = system;
  const folder = dirname(databasePath);
  if (statSync(databasePath, { throwIfNoEntry: false })?.isDirectory())
    return fail('DATABASE_PATH is a folder', 'The server does not start.', {
      text: 'Name a file in it.',
      commands: [
        `./run.sh settings set DATABASE_PATH ${shellPath(system, join(databasePath, 'callbacks.db'))}`,
      ],
    });
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return pass;
  if (!found.isDirectory())
    return fail('the data folder is a file', 'The server does not start.', {
      text: 'Set DATABASE_PATH to a file in a folder.',
      commands: ['./run.sh settings unset DATABASE_PATH'],
    });
  const isOwn = found.uid === userInfo().uid;
  const isWritable = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => (found.mode & 0o700) === 0o700 || !isOwn,
    () => false,
  );
  if (isWritable) return pass;
  const path = shellPath(system, folder);
  const { username } = userInfo();
  return fail('the data folder cannot be read and written by this user', 'No request can be saved.', {
    text: `Give user ${username} the right to read and write it.`,
    commands: [isOwn ? `chmod u+rwx ${path}` : `sudo chown -R ${username} ${path}`],
  });
}

/** Files with personal data or secrets that other users of the machine can read. */
function openFiles({ databasePath }: System): string[] {
  if (process.platform === 'win32') return [];
  const secret = join(dirname(databasePath), 'app-secret');
  return [databasePath, `${databasePath}-wal`, `${databasePath}-shm`, secret].filter((path) => {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode;
    return mode !== undefined && (mode & 0o077) !== 0;
  });
}

function checkRights(system: System): Outcome {
  const open = openFiles(system);
  if (open.length === 0) return pass;
  return warn(
    `${open.length} ${open.length === 1 ? 'file' : 'files'} of the data can be read by other users of this machine`,
    'They can read names, phone numbers or the secret of the codes.',
    {
      text: 'Make the files readable by their owner only.',
      commands: [`chmod 600 ${open.map((path) => shellPath(system, path)).join(' ')}`],
    },
  );
}

function repairRights(system: System): string {
  const open = openFiles(system);
  for (const path of open) chmodSync(path, 0o600);
  return `changed the rights of ${open.length} files to 600`;
}

function checkSecret({ config, databasePath }: System): Outcome {
  if (config?.appSecret !== undefined) return pass;
  if (config?.production) return skip('settings.valid reports a missing APP_SECRET');
  if (!existsSync(databasePath)) return noDatabase;
  if (existsSync(join(dirname(databasePath), 'app-secret'))) return pass;
  return warn(
    'the file app-secret beside the database is gone',
    'The next start makes a new one: codes on their way, sign-ins and opt-outs by fingerprint end.',
    {
      text: 'Restore app-secret from a backup, or set APP_SECRET to the former value.',
      docs: 'docs/security.md',
    },
  );
}

/** Opens the database read-only; a running server is not disturbed. */
function withDatabase({ databasePath }: System, look: (database: DatabaseSync) => Outcome): Outcome {
  if (!statSync(databasePath, { throwIfNoEntry: false })?.isFile()) return noDatabase;
  try {
    const database = new DatabaseSync(databasePath, { readOnly: true, timeout: 1_000 });
    try {
      return look(database);
    } finally {
      database.close();
    }
  } catch (error) {
    return damaged((error as Error).message);
  }
}

function damaged(found: string): Outcome {
  return fail(`the database is damaged: ${found}`, 'Requests can be lost or refused.', {
    text: 'Stop the service, keep the file, and restore the latest backup.',
    commands: ['./run.sh stop'],
    docs: 'docs/security.md',
  });
}

/** A whole check reads every page; a large database gets the shorter one. */
const wholeCheckBytes = 200 * 2 ** 20;

function checkIntegrity(system: System): Outcome {
  return withDatabase(system, (database) => {
    const isLarge = statSync(system.databasePath).size > wholeCheckBytes;
    if (isLarge) return skip('the database is too large for a whole check here; ./run.sh backup checks it');
    const [found] = database.prepare('pragma quick_check(1)').all() as { quick_check: string }[];
    return found?.quick_check === 'ok' ? pass : damaged(String(found?.quick_check).split('\n')[0] ?? '');
  });
}

function checkSchema(system: System): Outcome {
  return withDatabase(system, (database) => {
    const [table] = database.prepare("select 1 from sqlite_master where name = 'kysely_migration'").all();
    if (table === undefined) return pass;
    const [row] = database.prepare("select coalesce(max(name), '') as newest from kysely_migration").all();
    const newest = String(row?.newest);
    const newestMigration = newestKnownMigration();
    if (newest <= newestMigration) return pass;
    return fail(
      `the database has the schema ${newest}, this version knows ${newestMigration}`,
      'The server does not start.',
      {
        text: 'Run the newer version again, or restore the backup from before the update.',
        commands: [],
      },
    );
  });
}

/** A migration stands in a file of its name. */
function newestKnownMigration(): string {
  const files = readdirSync(join(import.meta.dirname, '../../adapters/sql/migrations'));
  const names = files.flatMap((file) => /^(\d{4}-[\w-]+)\.ts$/.exec(file)?.slice(1) ?? []);
  return names.sort().at(-1) ?? '';
}
