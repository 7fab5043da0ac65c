import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('./server.ts', import.meta.url));

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address ? address.port : 0;
}

function start(t: TestContext, env: Record<string, string>) {
  const child = spawn(process.execPath, [server], { env: { PATH: process.env.PATH ?? '', ...env } });
  t.after(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  return { child, exited };
}

test('the process prints its address, answers there and exits with 0 on SIGTERM', async (t) => {
  const port = await freePort();
  const env = { SIMULATOR_PORT: String(port), SIMULATOR_NUMBERS: '+12015550100, +12015550101' };
  const { child, exited } = start(t, env);
  const [line] = await once(child.stdout, 'data');
  assert.match(
    String(line),
    new RegExp(`^Simulated carrier at http://127\\.0\\.0\\.1:${port} for .*0100, .*0101`),
  );
  const health = await fetch(`http://127.0.0.1:${port}/simulator/health`);
  assert.deepEqual(await health.json(), {
    status: 'healthy',
    accountSid: 'AC5104a70f000000000000000000000001',
    numbers: ['+12015550100', '+12015550101'],
  });
  child.kill('SIGTERM');
  assert.deepEqual(await exited, [0, null]);
});

test('an invalid setting stops the start with a message that names it', async (t) => {
  const wrong = [
    { SIMULATOR_SPEED: 'fast' },
    { SIMULATOR_PORT: '0x' },
    { SIMULATOR_NUMBERS: '555' },
    { SIMULATOR_ACCOUNT_SID: 'AC1' },
    { SIMULATOR_PHONES: 'Business=555' },
    { SIMULATOR_PAGE_URL: 'javascript:alert(1)' },
  ];
  for (const env of wrong) {
    const { child, exited } = start(t, env as Record<string, string>);
    const [message] = await once(child.stderr, 'data');
    assert.match(String(message), new RegExp(Object.keys(env).join()));
    assert.deepEqual(await exited, [1, null]);
  }
});
