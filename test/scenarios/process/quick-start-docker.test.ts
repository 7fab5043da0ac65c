import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { startContainers } from '../../../backend/cli/quick-start/containers.ts';
import { explainDocker } from '../../../backend/cli/quick-start/explain-docker.ts';
import { freePort } from '../../../backend/cli/rehearsal/service-process.ts';
import { createTerminal } from '../../../backend/cli/terminal.ts';
import { acceptConfig } from '../../../backend/config/test-support.ts';
import { type DockerFault, writeDockerDouble } from '../../support/operations/docker-double.ts';

const entry = join(import.meta.dirname, '../../../backend/cli/quick-start.ts');

async function setUp(t: TestContext, faults: DockerFault[] = [], settings: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'quick start '));
  const double = writeDockerDouble(join(folder, 'bin'), faults);
  t.after(() => {
    for (const pid of double.pids().filter(isRunning)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true });
  });
  const port = await freePort();
  const env = {
    PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
    NO_COLOR: '1',
    DATABASE_PATH: join(folder, 'callbacks.db'),
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    ...settings,
  };
  const run = (...args: string[]) =>
    new Promise<{ code: number; output: string }>((resolve) => {
      const words = [entry, '--port', String(port), ...args];
      execFile(process.execPath, words, { cwd: folder, env }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: out + err }),
      );
    });
  return { folder, port, env, run, ...double };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('CALLBACK_RUN=docker builds, starts, checks one callback and stops again', async (t) => {
  const { folder, port, run, commands, pids } = await setUp(t, [], {
    CLOCK_SPEED: '20',
    CALLBACK_RUN: 'docker',
  });
  const { code, output } = await run('--check');
  assert.equal(code, 0, output);
  const page = new RegExp(`Visitor page +http://127\\.0\\.0\\.1:${port}\\n`);
  const lines = [
    /Docker 28\.3\.1 with Compose 2\.38\.1/,
    /100% The image is built/,
    /The simulator is ready/,
    page,
  ];
  for (const line of lines) assert.match(output, line);
  assert.match(output, /The callback ended as expected[\s\S]*All services are stopped/);
  assert.deepEqual(
    commands().map((line) => line.replace(/^(compose --profile simulator \w+).*/, '$1')),
    [
      'version --format {{.Server.Version}}',
      'compose version --short',
      'inspect --format {{.State.Running}} callback-backend',
      'compose --profile simulator build',
      'compose --profile simulator up',
      'compose --profile simulator logs',
      'compose --profile simulator logs',
      'compose --profile simulator down',
    ],
  );
  assert.deepEqual(pids().filter(isRunning), []);
  assert.equal(statSync(join(folder, '.env')).mode & 0o777, 0o600);
});

const noDaemon =
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
const portTaken =
  'Error response from daemon: driver failed programming external connectivity on endpoint callback-backend: Bind for 127.0.0.1:8501 failed: port is already allocated';
const plugin = "docker: 'compose' is not a docker command.";

const refusals: [fault: DockerFault, says: RegExp, last: RegExp][] = [
  [
    { command: 'version', prints: noDaemon },
    /daemon is not running\.[\s\S]*systemctl start docker/,
    /^version/,
  ],
  [
    { command: 'compose version', prints: plugin },
    /Compose 2 or later[\s\S]*apt-get install/,
    /^compose version/,
  ],
  [{ command: 'compose version', prints: '1.29.2', code: 0 }, /Compose 2 or later/, /^compose version/],
  [{ command: 'inspect', prints: 'true', code: 0 }, /runs already[\s\S]*docker compose down/, /^inspect/],
  [
    { command: 'compose build', prints: 'exit 9 in step 4' },
    /not be built[\s\S]*exit 9 in step 4/,
    / build$/,
  ],
  [{ command: 'compose up', prints: portTaken }, /A port is already in use[\s\S]*--port 9000/, / down$/],
];

test('a fault of Docker is explained with its fix, and leaves nothing running', async (t) => {
  const before = process.cwd();
  t.after(() => process.chdir(before));
  for (const [fault, says, last] of refusals) {
    const { folder, port, env, commands, pids } = await setUp(t, [fault]);
    process.chdir(folder);
    const config = acceptConfig({ PORT: String(port), SIMULATOR_PORT: String(port + 1) });
    const screen = new PassThrough();
    const terminal = createTerminal(screen as unknown as NodeJS.WriteStream);
    const services = await startContainers(terminal, config, env);
    assert.equal(services, undefined);
    assert.match(stripVTControlCharacters(String(screen.read())), says);
    assert.match(commands().at(-1) ?? '', last);
    assert.deepEqual(pids(), []);
  }
});

test('a wrong setting stops --docker before Docker is asked', async (t) => {
  const { folder, run, commands } = await setUp(t, [], { BUSINESS_LINES: 'many' });
  const { code, output } = await run('--docker');
  assert.equal(code, 1);
  assert.match(output, /BUSINESS_LINES/);
  assert.deepEqual(commands(), []);
  assert.equal(existsSync(join(folder, '.env')), false);
});

const messages: [printed: string, cause: RegExp][] = [
  ['docker: command not found', /not installed/],
  [
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
    /may not/,
  ],
  ['error during connect: this error may indicate that the docker daemon is not running', /daemon is not/],
  ['listen tcp4 127.0.0.1:8501: bind: address already in use', /port/],
  ['Conflict. The container name "/callback-backend" is already in use by container "1f"', /another folder/],
  ['write /var/lib/docker/tmp/x: no space left on device', /disk is full/],
  ['toomanyrequests: You have reached your pull rate limit', /limits downloads/],
  ['failed to resolve source metadata: dial tcp: lookup registry-1.docker.io: no such host', /network/],
];

test('the usual messages of Docker are explained, an unknown one is not', () => {
  for (const [printed, cause] of messages) assert.match(explainDocker(printed)?.cause ?? '', cause, printed);
  assert.equal(
    explainDocker('process "/bin/sh -c npm ci" did not complete successfully: exit code: 1'),
    undefined,
  );
});
