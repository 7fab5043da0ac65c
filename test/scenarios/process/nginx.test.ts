import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import {
  freePort,
  simulatorEnvironment,
  startService,
  waitForHealth,
} from '../../../backend/cli/rehearsal/service-process.ts';
import { createSimulatedPhones } from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { createVisitor } from '../../../backend/cli/rehearsal/visitor.ts';

const root = join(import.meta.dirname, '../../..');
const missing = ['nginx', 'openssl'].filter((program) => spawnSync(program, ['-v']).error !== undefined);
const skip = missing.length > 0 ? `${missing.join(' and ')} not installed (apt-get install nginx)` : false;

/** An address of this machine that is not loopback, so that the client is not the proxy itself. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

type Ports = { http: number; https: number; backend: number };

/** Writes the example with other ports and a certificate for localhost. Nothing else of it changes. */
function writeConfiguration(folder: string, ports: Ports): string {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ],
    { stdio: 'ignore' },
  );
  const site = readFileSync(join(root, 'deploy/nginx/callback.conf'), 'utf8')
    .replaceAll(/^ +listen \[::\].*\n/gm, '')
    .replace('listen 80;', `listen ${ports.http};`)
    .replace('listen 443 ', `listen ${ports.https} `)
    .replace('127.0.0.1:8501', `127.0.0.1:${ports.backend}`)
    .replaceAll('calls.example.com;', 'localhost;')
    .replace('/etc/letsencrypt/live/calls.example.com/fullchain.pem', join(folder, 'cert.pem'))
    .replace('/etc/letsencrypt/live/calls.example.com/privkey.pem', join(folder, 'key.pem'));
  mkdirSync(join(folder, 'tmp'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/tmp/${name};`)
    .join('\n');
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off;\npid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\nworker_processes 1;\nevents {}\nhttp {\n${temporary}\n${site}\n}\n`,
  );
  return file;
}

type Answer = { status: number; body: string };

/** Sends a request through nginx. A stream ends at its first event. */
function through(
  port: number,
  path: string,
  sent: { ca: string; host?: string; body?: unknown; headers?: Record<string, string>; isStream?: boolean },
): Promise<Answer> {
  const { ca, host = '127.0.0.1', body, headers = {}, isStream = false } = sent;
  return new Promise((resolve, reject) => {
    const sending = request(
      { host, port, path, ca, servername: 'localhost', method: body === undefined ? 'GET' : 'POST', headers },
      (response) => {
        let text = '';
        const finish = () => resolve({ status: response.statusCode ?? 0, body: text });
        response.on('data', (chunk) => {
          text += String(chunk);
          if (isStream && text.includes('\n\n')) {
            finish();
            response.destroy();
          }
        });
        response.once('end', finish);
      },
    );
    sending.setTimeout(5_000, () => sending.destroy(new Error('No answer in five seconds.')));
    sending.once('error', reject);
    sending.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

test('the nginx example serves page, stream and webhooks, and shows clients', { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const ports = { http: await freePort(), https: await freePort(), backend: await freePort() };
  const simulatorPort = await freePort();
  const file = writeConfiguration(folder, ports);
  const checked = spawnSync('nginx', ['-t', '-c', file], { encoding: 'utf8' });
  assert.equal(checked.status, 0, checked.stderr);
  const nginx: ChildProcess = spawn('nginx', ['-c', file], { stdio: 'ignore' });
  const publicBaseUrl = `https://localhost:${ports.https}`;
  const ca = readFileSync(join(folder, 'cert.pem'), 'utf8');
  const trust = { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') };
  const { caller, business } = rehearsalNumbers;
  const backend = startService({
    name: 'backend',
    entry: 'backend/start.js',
    env: {
      ...trust,
      CALLBACK_PROVIDER: 'simulator',
      PORT: String(ports.backend),
      PUBLIC_BASE_URL: publicBaseUrl,
      TWILIO_API_BASE_URL: `http://127.0.0.1:${simulatorPort}`,
      TWILIO_NUMBER: caller,
      BUSINESS_NUMBER: business,
      DATABASE_PATH: join(folder, 'callbacks.db'),
      TRUSTED_PROXIES: 'loopback',
      BLOCKED_ADDRESSES: outside ?? '192.0.2.1',
      CLOCK_SPEED: '15',
    },
    logFile: join(folder, 'backend.log'),
  });
  const simulator = startService({
    name: 'simulator',
    entry: 'simulator/server.ts',
    env: {
      ...trust,
      ...simulatorEnvironment({
        port: simulatorPort,
        backendUrl: publicBaseUrl,
        pageUrl: publicBaseUrl,
        callerNumber: caller,
        businessNumber: business,
      }),
      SIMULATOR_SPEED: '15',
    },
    logFile: join(folder, 'simulator.log'),
  });
  t.after(async () => {
    nginx.kill('SIGTERM');
    await Promise.all([backend.stop(), simulator.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });
  assert.ok(await waitForHealth(backend, `http://127.0.0.1:${ports.backend}/health`, () => {}, 60_000));
  assert.ok(
    await waitForHealth(simulator, `http://127.0.0.1:${simulatorPort}/simulator/health`, () => {}, 60_000),
  );

  assert.equal((await through(ports.https, '/health', { ca })).status, 200);
  const phones = createSimulatedPhones(`http://127.0.0.1:${simulatorPort}`);
  await phones.scriptByDefault('human');
  const visitor = createVisitor({ baseUrl: `http://127.0.0.1:${ports.backend}` });
  const { request_id } = await visitor.request({ name: 'Ada Example', phone: '+12015550142' });
  const stream = await through(ports.https, `/api/v1/callbacks/${request_id}/events`, { ca, isStream: true });
  assert.match(stream.body, /"status":"pending"/);
  await visitor.verify(request_id, await phones.code('+12015550142'));
  // Every report of the carrier comes through nginx: without it no call would be connected.
  assert.equal((await visitor.follow(request_id, () => {}, 60_000)).outcome, 'talked');

  const plain = await fetch(`http://127.0.0.1:${ports.http}/privacy.html?a=1`, { redirect: 'manual' });
  assert.equal(plain.status, 301);
  if (outside === undefined)
    return t.diagnostic('no address but loopback: the client address was not tested');
  const asks = (host: string) =>
    through(ports.https, '/api/v1/callbacks', {
      ca,
      host,
      body: { name: 'Ada Example', phone: '+12015550143' },
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
    });
  assert.match((await asks(outside)).body, /"code":"blocked/);
  assert.doesNotMatch((await asks('127.0.0.1')).body, /"code":"blocked/);
});
