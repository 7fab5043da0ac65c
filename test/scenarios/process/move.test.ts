import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { rehearsalNumbers, startRehearsal } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { createSimulatedPhones } from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { createVisitor } from '../../../backend/cli/rehearsal/visitor.ts';
import { createBareDatabase } from '../../support/postgres/database.ts';
import { eventually } from '../../support/replicas/replicas.ts';

const root = join(import.meta.dirname, '../../..');
const { business } = rehearsalNumbers;

/** Runs the command with the settings of a folder's `.env`. Kills it after it said a word. */
async function move(folder: string, to: string, killAfter?: string) {
  writeFileSync(join(folder, 'address'), to);
  const child = spawn(
    process.execPath,
    [join(root, 'backend/cli/move.ts'), '--to-file', join(folder, 'address')],
    {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        NO_COLOR: '1',
        ...settings(folder),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (killAfter !== undefined && said.includes(killAfter)) child.kill('SIGKILL');
  });
  const code = await new Promise((resolve) => child.once('close', (exitCode) => resolve(exitCode)));
  return { code, said };
}

function settings(folder: string): NodeJS.Dict<string> {
  return parseEnv(readFileSync(join(folder, '.env'), 'utf8'));
}

test('a server is moved to Postgres and back while calls ring, each dialled once', async (t) => {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'callback move '));
  const { url, drop } = await createBareDatabase();
  const file = join(folder, 'callbacks.db');
  writeFileSync(join(folder, '.env'), `# mine\nDATABASE_PATH=${file}\n`);
  const rehearsal = await startRehearsal({
    speed: 6,
    env: { DATABASE_PATH: file, BUSINESS_LINES: '9', CAPTCHA: 'off' },
  });
  t.after(async () => {
    await rehearsal.stop();
    await drop();
    rmSync(folder, { recursive: true });
  });
  const phones = createSimulatedPhones(rehearsal.simulatorUrl);
  await phones.scriptByDefault('human');
  await phones.script(business, 'slow-human', { answersAfterMs: 15_000 });
  const ids: string[] = [];
  const visit = async (phone: string, address: string) => {
    const visitor = createVisitor({ baseUrl: rehearsal.backendUrl, address });
    const { request_id } = await visitor.request({ name: 'Ada Example', phone });
    await visitor.verify(request_id, await phones.code(phone));
    ids.push(request_id);
  };

  await visit('+12015550110', '198.51.100.10');
  await eventually('the phone rings', async () => (await phones.callsTo(business)).length === 1);
  const killed = await move(folder, url, 'Copying');
  assert.equal(killed.code, null, killed.said);
  assert.equal(settings(folder).DATABASE_PATH, file);
  const [there] = await Promise.all([move(folder, url), visit('+12015550111', '198.51.101.10')]);
  assert.equal(there.code, 0, there.said);
  assert.match(there.said, /callbacks: 2 rows|callbacks: 1 rows/);
  assert.deepEqual(
    { url: settings(folder).DATABASE_URL, path: settings(folder).DATABASE_PATH },
    { url, path: '' },
  );
  assert.ok((settings(folder).APP_SECRET ?? '').length >= 32, 'the next start needs the secret of the file');
  const newFile = join(folder, 'back.db');
  const [back] = await Promise.all([
    move(folder, `sqlite:${newFile}`),
    visit('+12015550112', '198.51.102.10'),
  ]);
  assert.equal(back.code, 0, back.said);
  assert.deepEqual(
    { url: settings(folder).DATABASE_URL, path: settings(folder).DATABASE_PATH },
    { url: '', path: newFile },
  );
  const reader = createVisitor({ baseUrl: rehearsal.backendUrl });
  const ends = await Promise.all(ids.map((id) => reader.follow(id, () => {}, 60_000)));
  assert.deepEqual(
    ends.map(({ outcome }) => outcome),
    ids.map(() => 'talked'),
  );
  assert.equal((await phones.callsTo(business)).length, ids.length);
});
