import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Check, fail, type Outcome, pass, skip, warn } from '../check.ts';
import type { System } from '../system.ts';

const start = './run.sh start';
const restart = './run.sh restart';

/** The running server, and its log. */
export const serviceChecks: Check[] = [
  { id: 'service.running', title: 'The service runs', run: checkRunning },
  { id: 'service.port', title: 'The port is free or ours', run: checkPort },
  { id: 'service.health', title: 'The health endpoint answers', run: checkHealth },
  {
    id: 'service.version',
    title: 'The running version and settings are the installed ones',
    run: checkVersion,
  },
  { id: 'service.page', title: 'The visitor page is built', run: checkPage },
  { id: 'logs.recent', title: 'The service writes a log', run: checkLog },
  { id: 'logs.errors', title: 'The log has no errors', run: checkErrors },
];

async function checkRunning({ service, server }: System): Promise<Outcome> {
  const [state, answer] = await Promise.all([service.state(), server()]);
  if (state.running || answer.kind === 'ours') return pass;
  return fail('the service is not running', 'Visitors cannot request callbacks.', {
    text: 'Start it.',
    commands: [start],
  });
}

async function checkPort({ config, server }: System): Promise<Outcome> {
  if (config === undefined) return skip('settings.valid reports a wrong setting first');
  const { kind } = await server();
  if (kind === 'ours') return pass;
  const { host, port } = config;
  const code = kind === 'other' ? 'EADDRINUSE' : await listenFault(port, host);
  if (code === undefined) return pass;
  if (code !== 'EADDRINUSE')
    return fail(`this user cannot listen on ${host}:${port} (${code})`, 'The server does not start.', {
      text: 'Listen on this machine, on a port above 1023.',
      commands: ['./run.sh settings set HOST 127.0.0.1', './run.sh settings set PORT 8501'],
    });
  return fail(`another program uses port ${port}`, 'The server does not start.', {
    text: `Stop that program (lsof -i :${port} shows it), or use another port.`,
    commands: [`./run.sh settings set PORT ${await freePortAfter(port, host)}`],
  });
}

function listenFault(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'unknown'));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

async function freePortAfter(port: number, host: string): Promise<number> {
  const next = port >= 65_000 ? 8501 : port + 10;
  return (await listenFault(next, host)) === undefined ? next : freePortAfter(next, host);
}

async function checkHealth({ server }: System): Promise<Outcome> {
  const found = await server();
  if (found.kind === 'silent') return skip('the service is not running');
  if (found.kind === 'other') return skip('another program answers; service.port reports it');
  if (found.notReady === undefined) return pass;
  return fail(`the service is not ready: ${found.notReady}`, 'Visitors are refused.', {
    text: 'Fix what it names, then restart.',
    commands: [restart],
  });
}

async function checkVersion({ server, service, envPath, version }: System): Promise<Outcome> {
  const [found, state] = await Promise.all([server(), service.state()]);
  if (found.kind !== 'ours') return skip('the service is not running');
  const fix = { text: 'Restart the service; calls in progress go on.', commands: [restart] };
  if (found.health.version !== version)
    return warn(
      `version ${found.health.version} runs, version ${version} is installed`,
      'The update is not in use yet.',
      fix,
    );
  const startedAt = Date.parse(found.system?.started_at ?? '') || state.startedAt;
  const changedAt = statSync(envPath, { throwIfNoEntry: false })?.mtimeMs;
  if (startedAt === undefined || changedAt === undefined || changedAt <= startedAt) return pass;
  return warn('.env was changed after the start', 'The change is not in use yet.', fix);
}

function checkPage({ folder }: System): Outcome {
  if (!existsSync(join(folder, 'package.json'))) return skip('this folder is not the installation');
  if (existsSync(join(folder, 'dist/page/index.html'))) return pass;
  return fail('the visitor page is not built', 'This server answers / with an error.', {
    text: 'Build it.',
    commands: ['npm run build:page'],
  });
}

const logLines = 200;
const elsewhere = 'the service was not started by ./run.sh, so its log is elsewhere';

async function checkLog({ service, server }: System): Promise<Outcome> {
  if ((await server()).kind !== 'ours') return skip('the service is not running');
  if (!(await service.state()).running) return skip(elsewhere);
  const lines = await service.log(logLines);
  if (lines.length > 0) return pass;
  return warn('the log of the running service was not found', 'Problems cannot be looked up later.', {
    text: 'Start the service with ./run.sh, which keeps its log.',
  });
}

/** Only messages that the code contains are shown: causes and fields can hold what a visitor typed. */
async function checkErrors({ service, server }: System): Promise<Outcome> {
  if ((await server()).kind !== 'ours') return skip('the service is not running');
  if (!(await service.state()).running) return skip(elsewhere);
  const messages = (await service.log(logLines)).flatMap((line) => errorMessage(line));
  const different = [...new Set(messages)];
  if (different.length === 0) return pass;
  return warn(
    `${messages.length} errors in the last ${logLines} lines of the log: ${different.slice(-3).join('; ')}`,
    'Each line of the log says what it means, and its fix.',
    { text: 'Read them: ./run.sh logs --errors', commands: [] },
  );
}

function errorMessage(line: string): string[] {
  try {
    const { level, message } = JSON.parse(line) as { level?: string; message?: string };
    return level === 'error' && message !== undefined ? [message] : [];
  } catch {
    return [];
  }
}
