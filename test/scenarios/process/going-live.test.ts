import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { findFindings } from '../../../backend/cli/quick-start/start-findings.ts';
import { freePort } from '../../../backend/cli/rehearsal/service-process.ts';
import { createSimulatedPhones } from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { createVisitor } from '../../../backend/cli/rehearsal/visitor.ts';
import { editEnvText } from '../../../backend/config/env-file/edit-env-file.ts';
import { createSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { createSystemClock } from '../../../simulator/time/clock.ts';
import { type HttpsProxy, startHttpsProxy } from '../../support/http/https-proxy.ts';
import '../../support/http/resolve-locally.ts';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'callback-going-live-'));
const account = { sid: `AC${'0123456789abcdef'.repeat(2)}`, token: 'fedcba9876543210'.repeat(2) };
const numbers = { carrier: '+12015550164', business: '+12015550165', visitor: '+12015550166' };

let simulator: Simulator;
let carrierUrl: string;
let proxy: HttpsProxy;
let port: number;

before(async () => {
  port = await freePort();
  proxy = await startHttpsProxy(folder, port);
  // The carrier and the visitor run in this process.
  setDefaultCACertificates([...getCACertificates(), readFileSync(proxy.authorityFile, 'utf8')]);
  simulator = createSimulator({
    clock: createSystemClock({ speed: 1 }),
    accountSid: account.sid,
    authToken: account.token,
    numbers: [numbers.carrier],
  });
  carrierUrl = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
});

after(async () => {
  proxy.close();
  await simulator.app.close();
  rmSync(folder, { recursive: true });
});

/** The values that the README's Twilio section asks for. */
function rightValues(): Record<string, string> {
  return {
    TWILIO_SID: account.sid,
    TWILIO_AUTH_TOKEN: account.token,
    TWILIO_NUMBER: numbers.carrier,
    BUSINESS_NUMBER: numbers.business,
    PUBLIC_BASE_URL: proxy.origin,
    TRUSTED_PROXIES: 'loopback',
  };
}

/** Copies `.env.example` as the README says, and fills in the values; the others only keep apart tests of a machine. */
function writeEnvFile(values: Record<string, string>): void {
  const own = { PORT: String(port), TWILIO_API_BASE_URL: carrierUrl };
  const edits = Object.entries({ ...values, ...own }).map(([name, value]) => ({
    kind: 'set' as const,
    name,
    value,
  }));
  const example = readFileSync(join(root, '.env.example'), 'utf8');
  writeFileSync(join(folder, '.env'), editEnvText(example, edits), { mode: 0o600 });
}

type Server = { process: ChildProcess; log(): string };

/** Starts the server in a folder of its own, as `npm start` does. Returns after its start checks, or after its end. */
async function start(values: Record<string, string>): Promise<Server> {
  writeEnvFile(values);
  const options = [
    '--env-file-if-exists=.env',
    '--import',
    join(root, 'test/support/http/resolve-locally.ts'),
  ];
  const child = spawn(process.execPath, [...options, join(root, 'backend/start.js')], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: proxy.authorityFile },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)));
  while (child.exitCode === null && !log.includes('"start checks finished"')) await sleep(20);
  return { process: child, log: () => log };
}

async function stop(server: Server): Promise<void> {
  if (server.process.exitCode !== null) return;
  const exited = once(server.process, 'exit');
  server.process.kill('SIGTERM');
  await exited;
}

test('the README’s way to Twilio ends in a talk through an https proxy', async () => {
  const server = await start(rightValues());
  try {
    assert.deepEqual(findFindings(server.log()), [], server.log());
    const phones = createSimulatedPhones(carrierUrl);
    const fast = { answersAfterMs: 50, pressesAfterMs: 50 };
    await phones.script(numbers.business, 'human', fast);
    await phones.script(numbers.visitor, 'human', fast);
    const visitor = createVisitor({ baseUrl: proxy.origin });
    const { request_id } = await visitor.request({ name: 'Ada Example', phone: numbers.visitor });
    await visitor.verify(request_id, await phones.code(numbers.visitor));
    await reaches('connected', async () => (await visitor.read(request_id)).status);
    await visitor.cancel(request_id).catch(() => {});
    for (const origin of [proxy.origin, `http://127.0.0.1:${port}`, `http://localhost:${port}`])
      assert.notEqual(await statusFor(origin), 403, origin);
    assert.equal(await statusFor('https://www.example.com'), 403);
  } finally {
    await stop(server);
  }
});

async function reaches(wanted: string, read: () => Promise<string>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await read()) === wanted) return;
    await sleep(25);
  }
  assert.equal(await read(), wanted);
}

/** Sends a form without a field as a page of `origin` would. */
async function statusFor(origin: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/callbacks`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: '{}',
  });
  return answer.status;
}

/** Each value wrong in turn, and what the first message must say. `wrong-values.test.ts` has more without a process. */
const wrongValues = [
  { name: 'TWILIO_SID', value: `AC${'fedcba9876543210'.repeat(2)}`, fix: /Copy both from .*Twilio/ },
  { name: 'TWILIO_AUTH_TOKEN', value: '0123456789abcdef'.repeat(2), fix: /Copy both from .*Twilio/ },
  { name: 'TWILIO_NUMBER', value: '+12015550199', fix: /Buy the number .*or choose one that you own/ },
  { name: 'TWILIO_NUMBER', value: numbers.business, fix: /Write another number/ },
  { name: 'BUSINESS_NUMBER', value: '+1201555016', fix: /Write the number with \+ and its country code/ },
  { name: 'PUBLIC_BASE_URL', value: 'https://calls.test:1', fix: /start the tunnel or proxy/ },
  { name: 'TRUSTED_PROXIES', value: '', fix: /set TRUSTED_PROXIES to cloudflare-tunnel/ },
];

for (const { name, value, fix } of wrongValues)
  test(`the first message names ${name} and its fix: “${value.slice(0, 12)}”`, async () => {
    const server = await start({ ...rightValues(), [name]: value });
    try {
      const [first] = findFindings(server.log());
      assert.match(`${first?.text} ${first?.fix}`, new RegExp(name), server.log());
      assert.match(first?.fix ?? '', fix);
    } finally {
      await stop(server);
    }
  });

test('the README asks for exactly the values that the way to Twilio needs', () => {
  const [, section = ''] = readFileSync(join(root, 'README.md'), 'utf8').split('## Use it with Twilio');
  const rows =
    section
      .split('###')[0]
      ?.match(/^\| `.*$/gm)
      ?.join('\n') ?? '';
  const asked = (rows.match(/^.*?\|.*?\|/gm) ?? []).flatMap((row) => row.match(/[A-Z]+(?:_[A-Z]+)+/g) ?? []);
  assert.deepEqual(asked, Object.keys(rightValues()));
});
