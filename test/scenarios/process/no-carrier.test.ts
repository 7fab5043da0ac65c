import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startService, waitForHealth } from '../../../backend/cli/rehearsal/service-process.ts';

/** A backend whose simulator address has no listener. */
async function startAlone(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'callback-alone-'));
  const [port, closedPort] = [await freePort(), await freePort()];
  const logFile = join(folder, 'backend.log');
  const backend = startService({
    name: 'backend',
    entry: 'backend/start.js',
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      SIMULATOR_PORT: String(closedPort),
      DATABASE_PATH: join(folder, 'callbacks.db'),
    },
    logFile,
  });
  t.after(async () => {
    await backend.stop();
    await rm(folder, { recursive: true });
  });
  assert.ok(await waitForHealth(backend, `http://127.0.0.1:${port}/health`, () => {}), backend.output());
  return { backend, logFile };
}

test('a start without the simulated carrier says what is missing and how to get it', async (t) => {
  const { logFile } = await startAlone(t);
  const warned = async () =>
    (await readFile(logFile, 'utf8')).split('\n').find((line) => line.includes('does not answer'));
  let line: string | undefined;
  for (let tries = 0; line === undefined && tries < 400; tries += 1) {
    await sleep(50);
    line = await warned();
  }
  const { level, check, fix } = JSON.parse(line ?? '{}');
  assert.deepEqual([level, check], ['warn', 'carrier.credentials']);
  assert.match(fix, /npm run simulator/);
});

test('a server that is stopped right after its start exits cleanly', async (t) => {
  const { backend } = await startAlone(t);
  await backend.stop();
  assert.equal(await backend.exited, 0);
});
