import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freePort } from '../../../backend/cli/rehearsal/service-process.ts';
import { stageRelease, switchRelease } from '../../../backend/operations/update/releases.ts';
import { copyProject } from './copy-project.ts';

/** Versions of the copy: each is a commit. */
export type Version = 'first' | 'next' | 'broken-start' | 'broken-migration';

type Ran = { code: number | undefined; output: string };

/** This project as an installed service in a folder of its own, with a systemctl that starts the real server. */
export type InstalledCopy = {
  root: string;
  databasePath: string;
  baseUrl: string;
  commits: Record<Version, string>;
  /** Runs `update` or `rollback` as a process of its own. `killAfterMs`: kills it with SIGKILL. */
  command(args: string[], killAfterMs?: number): Promise<Ran>;
  systemctl(action: 'start' | 'stop'): void;
  /** Runs SQL on the database file. */
  sql<Row>(text: string): Row[];
  /** What the running server says about itself; `undefined` when none answers. */
  health(): Promise<{ status: string } | undefined>;
  remove(): void;
};

/** Copies the project, commits the versions, installs the first and fills its database with `rows` callbacks. */
export async function installCopy({ rows }: { rows: number }): Promise<InstalledCopy> {
  const root = mkdtempSync(join(tmpdir(), 'installed copy '));
  copyProject(root);
  writeFileSync(
    join(root, '.gitignore'),
    'node_modules\n/data/\n/.env\n/.releases/\n/dist/\n/programs/\n/service.log\n/service.pid\n',
  );
  const commits = commitVersions(root);
  const port = await freePort();
  const databasePath = join(root, 'data/callbacks.db');
  writeFileSync(join(root, '.env'), `PORT=${port}\nSIMULATOR_PORT=${port + 1}\nLOG_LEVEL=warn\n`);
  const programs = writePrograms(root);
  const env = {
    PATH: `${programs}:${process.env.PATH}`,
    NO_COLOR: '1',
    HOME: root,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  };
  await stageRelease(root, commits.first, { PATH: process.env.PATH });
  switchRelease(root, commits.first);
  const systemctl = (action: string) =>
    execFileSync('systemctl', [action], { cwd: root, env, stdio: 'ignore' });
  const baseUrl = `http://127.0.0.1:${port}`;
  const copy: InstalledCopy = {
    root,
    databasePath,
    baseUrl,
    commits,
    command: (args, killAfterMs) => runCommand(root, env, args, killAfterMs),
    systemctl,
    sql: (text) => runSql(databasePath, text),
    health: () =>
      fetch(`${baseUrl}/health`).then(
        (answer) => answer.json() as Promise<{ status: string }>,
        () => undefined,
      ),
    remove() {
      systemctl('stop');
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  await startFirst(copy);
  fill(databasePath, rows);
  return copy;
}

async function startFirst({ systemctl, health, root }: InstalledCopy): Promise<void> {
  systemctl('start');
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await health()) !== undefined) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`The first version did not start: ${readFileSync(join(root, 'service.log'), 'utf8')}`);
}

/** Each broken version follows the next one. */
function commitVersions(root: string): Record<Version, string> {
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...words], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
  const commit = (name: Version) => {
    git('add', '-A');
    git('commit', '-qm', name);
    git('tag', name);
    return git('rev-parse', 'HEAD');
  };
  git('init', '-q', '-b', 'main');
  const first = commit('first');
  addMigration(root, 'update callbacks set status_message = status_message || ` (new)`');
  const next = commit('next');
  writeFileSync(join(root, 'backend/start.js'), 'process.exit(3);\n');
  const brokenStart = commit('broken-start');
  git('reset', '-q', '--hard', 'first');
  addMigration(root, 'insert into no_such_table values (1)');
  const brokenMigration = commit('broken-migration');
  git('reset', '-q', '--hard', 'first');
  return { first, next, 'broken-start': brokenStart, 'broken-migration': brokenMigration };
}

function addMigration(root: string, statement: string): void {
  const file = join(root, 'backend/adapters/sql/migrations/migrate.ts');
  const text = readFileSync(file, 'utf8')
    .replace("import type { Kysely } from 'kysely';", "import { sql, type Kysely } from 'kysely';")
    .replace(
      /\n {2}\};\n\}/,
      `\n    '9999-of-the-test': { up: async (db: Kysely<unknown>) => {
      await db.schema.createTable('of_the_test').addColumn('id', 'text').execute();
      await sql.raw("${statement.replaceAll('`', "'")}").execute(db);
    } },\n  };\n}`,
    );
  writeFileSync(file, text);
}

/** Stands for systemd: one process, started from the release that is current at that moment. */
function writePrograms(root: string): string {
  const folder = join(root, 'programs');
  mkdirSync(folder);
  const systemctl = `#!/usr/bin/env bash
cd "${root}"
running() { [ -e service.pid ] && kill -0 "$(cat service.pid)" 2>/dev/null; }
case "$1" in
  start) running || { setsid .releases/current/node_modules/.bin/node --env-file=.env .releases/current/backend/start.js >>service.log 2>&1 </dev/null & echo $! >service.pid; } ;;
  stop) if running; then kill -TERM "$(cat service.pid)"; while running; do sleep 0.05; done; fi ;;
esac
`;
  for (const [name, text] of Object.entries({ systemctl, sudo: '#!/usr/bin/env bash\nexec "$@"\n' })) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

function runCommand(
  root: string,
  env: NodeJS.ProcessEnv,
  args: string[],
  killAfterMs?: number,
): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--env-file=.env', 'backend/cli/update.ts', ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    const killer =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.once('exit', (code) => {
      clearTimeout(killer);
      setImmediate(() => done({ code: code ?? undefined, output }));
    });
  });
}

function runSql<Row>(path: string, text: string): Row[] {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    return database.prepare(text).all() as Row[];
  } finally {
    database.close();
  }
}

/** Ended callbacks, as a year of work leaves them. */
function fill(path: string, rows: number): void {
  const at = new Date().toISOString();
  runSql(
    path,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
    insert into callbacks (request_id, site_id, reference, visitor_name, visitor_phone, request_status, status_message,
      notice, code_send_number, attempts, version, created_at, updated_at)
    select 'filled-' || i, 'default', 'F' || i, 'Ada Example', '+12015550142', 'completed', 'The call took place.',
      'none', 1, 1, 3, '${at}', '${at}' from n`,
  );
}
