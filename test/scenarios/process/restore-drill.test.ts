import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { rehearsalNumbers, startRehearsal } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { createSimulatedPhones } from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { createVisitor } from '../../../backend/cli/rehearsal/visitor.ts';

const run = promisify(execFile);
const token = 'operator-token-of-the-restore-drill-0123456789';

/** Everything of the installation is in this folder, and the backup leaves it before the folder is lost. */
function createFolders() {
  const base = mkdtempSync(join(tmpdir(), 'restore drill '));
  return { base, data: join(base, 'data'), backups: join(base, 'elsewhere') };
}

function cli(name: string, args: string[], env: Record<string, string>) {
  return run(process.execPath, [`backend/cli/${name}.ts`, ...args], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      NO_COLOR: '1',
      ...env,
    },
  });
}

test('a restore drill under load loses no acknowledged request and calls no one twice', async (t) => {
  const { base, data, backups } = createFolders();
  const env = { DATABASE_PATH: join(data, 'callbacks.db'), ADMIN_API_TOKEN: token, BUSINESS_LINES: '3' };
  const rehearsal = await startRehearsal({ speed: 10, env });
  t.after(async () => {
    await rehearsal.stop();
    rmSync(base, { recursive: true, force: true });
  });
  const phones = createSimulatedPhones(rehearsal.simulatorUrl);
  await phones.scriptByDefault('human');
  const visitors = Array.from({ length: 9 }, (_, index) => ({
    phone: `+120155501${String(10 + index)}`,
    ...createVisitor({ baseUrl: rehearsal.backendUrl, address: `198.51.${index}.7` }),
  }));
  const acknowledged: string[] = [];
  const ask = async ({ phone, request, verify }: (typeof visitors)[number], isProven: boolean) => {
    const { request_id } = await request({ name: 'Ada Example', phone });
    acknowledged.push(request_id);
    if (isProven) await verify(request_id, await phones.code(phone));
    return request_id;
  };
  const [late, ...others] = visitors;
  assert.ok(late !== undefined);
  // This visitor enters the code only after the restore: its key is in the backup's envelope.
  const unproven = await ask(late, false);
  const lateCode = await phones.code(late.phone);
  await Promise.all(others.slice(0, 4).map((visitor) => ask(visitor, true)));
  const before = [...acknowledged];
  const load = Promise.allSettled(others.slice(4).map((visitor) => ask(visitor, true)));
  const { stdout } = await cli('backup', ['--json'], { ...env, BACKUP_FOLDER: backups });
  const { path: file } = JSON.parse(stdout) as { path: string };
  const key = (await cli('backup', ['--show-key'], env)).stdout.trim();
  await load;
  await rehearsal.killBackend();
  const calledBefore = (await phones.callsTo(rehearsalNumbers.business)).length;
  assert.ok(calledBefore >= 2);
  rmSync(data, { recursive: true });
  await cli('restore', [file], { ...env, BACKUP_KEY: key, BACKUP_FOLDER: backups });
  await rehearsal.restartBackend();

  for (const id of before) assert.equal((await late.read(id)).request_id, id);
  const ended = await Promise.all(
    before.filter((id) => id !== unproven).map((id) => late.follow(id, () => {}, 60_000)),
  );
  assert.ok(ended.every(({ status }) => status === 'failed' || status === 'completed'));
  assert.equal((await phones.callsTo(rehearsalNumbers.business)).length, calledBefore);
  for (const { phone } of visitors) assert.ok((await phones.callsTo(phone)).length <= 1, phone);

  const { status } = await fetch(`${rehearsal.backendUrl}/api/v1/admin/callbacks/search`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  assert.equal(status, 200);
  await late.verify(unproven, lateCode);
  assert.equal((await late.follow(unproven, () => {}, 60_000)).outcome, 'talked');
  assert.equal((await phones.callsTo(rehearsalNumbers.business)).length, calledBefore + 1);
});
