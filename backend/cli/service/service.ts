import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagedService } from '../../adapters/service/service.ts';
import { readConfig } from '../../config/read-config.ts';
import { localAddress } from '../../doctor/server-state.ts';
import type { Command, Context } from '../operate/command.ts';
import { findService, settingsOf } from '../operate/installation.ts';
import { runHere } from '../operate/run-program.ts';

const startTimeoutMs = 30_000;
const pollMs = 100;

const place =
  'The service is the container where CALLBACK_RUN=docker, else the installed systemd unit, else a process.';

export const startCommand: Command = {
  name: 'start',
  number: 5,
  title: 'Start Services',
  summary: 'starts the server and waits until it answers',
  usage: `./run.sh start
Starts the service and waits until it answers. ${place}
Exit code: 0 it answers, 1 it does not.`,
  run: (_args, context) => startAnd(context, 'start'),
};

export const stopCommand: Command = {
  name: 'stop',
  number: 6,
  title: 'Stop Services',
  summary: 'stops the server; calls in progress go on',
  usage: `./run.sh stop
Stops the service within ten seconds. Nothing is lost: the next start goes on. ${place}`,
  async run(_args, context) {
    const service = await findService(context);
    const { running } = await service.state();
    await service.stop();
    context.terminal.good(
      running ? `The service is stopped (${service.kind}).` : 'The service was not running.',
    );
    return 0;
  },
};

export const restartCommand: Command = {
  name: 'restart',
  number: 7,
  title: 'Restart Services',
  summary: 'stops and starts the service, for new settings',
  usage: `./run.sh restart
Restarts the service and waits until it answers. ${place}
Exit code: 0 it answers, 1 it does not.`,
  run: (_args, context) => startAnd(context, 'restart'),
};

export const rebuildCommand: Command = {
  name: 'rebuild',
  number: 9,
  title: 'Rebuild Image',
  summary: 'builds the page, and with Docker the image',
  usage: `./run.sh rebuild
Builds the visitor page and the dashboard again; with CALLBACK_RUN=docker the image, without its cache.
Restart the service afterwards.`,
  async run(_args, context) {
    const { kind } = await findService(context);
    if (kind === 'docker') return runHere(context, 'docker', 'compose', 'build', '--no-cache');
    return (await buildPage(context)) ? 0 : 1;
  },
};

async function startAnd(context: Context, action: 'start' | 'restart'): Promise<number> {
  const { terminal } = context;
  const service = await findService(context);
  const read = readConfig(settingsOf(context));
  if (!read.ok) {
    for (const { variable, problem, fix } of read.problems) terminal.bad(`${variable} ${problem}`, fix);
    return 1;
  }
  if (service.kind !== 'docker' && !(await ensurePage(context))) return 1;
  await service[action]();
  const address = localAddress(read.config);
  if (await waitUntilHealthy(context, service, address)) {
    terminal.good(`The service answers at ${address} (${service.kind}).`);
    return 0;
  }
  const latest = (await service.log(5)).join('\n');
  terminal.bad(
    `The service does not answer at ${address}/health.`,
    `./run.sh doctor says why. The end of its log:\n${latest}`,
  );
  return 1;
}

async function waitUntilHealthy(
  context: Context,
  service: ManagedService,
  address: string,
): Promise<boolean> {
  const startedAt = Date.now();
  let share = 0;
  while (share < 1) {
    if (await isHealthy(address)) {
      context.terminal.progress(1, 'The server is ready');
      return true;
    }
    if (service.kind === 'process' && !(await service.state()).running) return false;
    share = (Date.now() - startedAt) / startTimeoutMs;
    context.terminal.progress(Math.min(share, 0.99), 'Waiting for the server');
    await sleep(pollMs);
  }
  return false;
}

async function isHealthy(address: string): Promise<boolean> {
  return fetch(`${address}/health`, { signal: AbortSignal.timeout(2_000) }).then(
    async (answer) => answer.ok && ((await answer.json()) as { status?: string }).status === 'healthy',
    () => false,
  );
}

async function ensurePage(context: Context): Promise<boolean> {
  return existsSync(join(context.root, 'dist/page/index.html')) || buildPage(context);
}

async function buildPage(context: Context): Promise<boolean> {
  context.terminal.step('Building the visitor page');
  const args = ['--prefix', context.root, 'run', '--silent', 'build:page'];
  const code = await runHere(
    { ...context, environment: { ...context.environment, BACKEND_URL: '' } },
    'npm',
    ...args,
  );
  if (code === 0) context.terminal.good('The visitor page is built.');
  else context.terminal.bad('The visitor page could not be built.', 'Read the messages above.');
  return code === 0;
}
