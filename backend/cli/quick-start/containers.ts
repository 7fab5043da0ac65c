import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { setInterval } from 'node:timers';
import { createRunProgram } from '../../adapters/service/run-program.ts';
import type { Config } from '../../config/config.ts';
import type { Environment } from '../../config/read-values.ts';
import type { Service } from '../rehearsal/service-process.ts';
import type { Terminal } from '../terminal.ts';
import { explainDocker } from './explain-docker.ts';
import { checkPorts, localUrl, logFile } from './services.ts';

const answerTimeoutMs = 30_000;
/** A first build fetches the base image and the packages. */
const buildTimeMs = 90_000;
const oldestCompose = 2;
const containerName = 'callback-backend';

/** Builds the image and starts the containers of `docker-compose.yml`. Prints a problem and returns `undefined`. */
export async function startContainers(
  terminal: Terminal,
  config: Config,
  environment: Environment,
): Promise<Service[] | undefined> {
  const docker = createDocker(config, environment);
  if (!(await checkEngine(terminal, docker))) return undefined;
  if (!(await checkPorts(terminal, { ...config, host: '127.0.0.1' }))) return undefined;
  createEnvFile(terminal);
  if (!(await buildImage(terminal, docker))) return undefined;
  const started = await docker.run(...docker.compose, 'up', '--detach');
  if (started.code === 0) return followContainers(docker, config);
  await docker.run(...docker.compose, 'down');
  return refuse(terminal, 'The containers did not start.', started.output);
}

type Docker = ReturnType<typeof createDocker>;
type Answer = { code: number; output: string };

function createDocker(config: Config, environment: Environment) {
  const ask = createRunProgram(answerTimeoutMs, composeEnvironment(config, environment));
  const profile = config.provider === 'simulator' ? ['--profile', 'simulator'] : [];
  return {
    compose: ['compose', ...profile],
    environment: composeEnvironment(config, environment),
    run: async (...args: string[]): Promise<Answer> =>
      (await ask('docker', ...args)) ?? { code: 127, output: 'docker: command not found' },
  };
}

/** In the container the port is 8501, so the page's address on this machine has to be told. */
function composeEnvironment(
  { port, simulatorPort, frontendUrl, site }: Config,
  environment: Environment,
): Environment {
  return {
    ...environment,
    PORT: String(port),
    SIMULATOR_PORT: String(simulatorPort),
    TWILIO_NUMBER: site.callerNumber,
    BUSINESS_NUMBER: site.businessNumber,
    FRONTEND_URL: environment.FRONTEND_URL || (frontendUrl === localUrl(port) ? frontendUrl : ''),
  };
}

async function checkEngine(terminal: Terminal, docker: Docker): Promise<boolean> {
  terminal.heading('Docker');
  const engine = await docker.run('version', '--format', '{{.Server.Version}}');
  if (engine.code !== 0) return refuse(terminal, 'Docker cannot be used.', engine.output) !== undefined;
  const compose = await docker.run('compose', 'version', '--short');
  const [, major = '0'] = /(\d+)\.\d+/.exec(compose.output) ?? [];
  if (compose.code !== 0 || Number(major) < oldestCompose) {
    terminal.bad(
      `Docker Compose ${oldestCompose} or later is needed, as the plugin "docker compose".`,
      'Install it: apt-get install docker-compose-plugin (from Docker), or docker-compose-v2 (Ubuntu)',
    );
    return false;
  }
  const running = await docker.run('inspect', '--format', '{{.State.Running}}', containerName);
  if (running.code === 0 && running.output.trim() === 'true') {
    terminal.bad(
      `The container ${containerName} runs already.`,
      './run.sh status shows it; docker compose down stops it, then start again',
    );
    return false;
  }
  terminal.good(`Docker ${engine.output.trim()} with Compose ${compose.output.trim()}`);
  return true;
}

/** Compose needs the file. Default settings apply where it is empty. */
function createEnvFile(terminal: Terminal): void {
  if (existsSync('.env')) return;
  writeFileSync('.env', '# Settings; .env.example explains each.\n', { mode: 0o600, flag: 'wx' });
  terminal.info('An empty .env is created, because Docker Compose reads it.');
}

async function buildImage(terminal: Terminal, docker: Docker): Promise<boolean> {
  const log = logFile('image');
  const startedAt = Date.now();
  const timer = setInterval(() => {
    terminal.progress(Math.min(0.99, (Date.now() - startedAt) / buildTimeMs), 'Building the image');
  }, 1_000);
  const code = await runIntoLog(docker, log, ...docker.compose, 'build').finally(() => clearInterval(timer));
  if (code !== 0)
    return refuse(terminal, 'The image could not be built.', readFileSync(log, 'utf8'), log) !== undefined;
  terminal.progress(1, 'The image is built');
  return true;
}

function runIntoLog({ environment }: Docker, log: string, ...args: string[]): Promise<number> {
  const output = openSync(log, 'a', 0o600);
  return new Promise((resolve, reject) => {
    const child = spawn('docker', args, { env: environment, stdio: ['ignore', output, output] });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function refuse(terminal: Terminal, problem: string, output: string, log?: string): undefined {
  const known = explainDocker(output);
  const lastLines = output.trim().split('\n').slice(-8).join('\n');
  if (known !== undefined) terminal.bad(`${problem} ${known.cause}`, known.fix);
  else terminal.bad(problem, log === undefined ? `Docker said: ${lastLines}` : `Read ${log}:\n${lastLines}`);
  return undefined;
}

function followContainers(docker: Docker, config: Config): Service[] {
  let stopping: Promise<unknown> | undefined;
  const stopAll = () => {
    stopping ??= docker.run(...docker.compose, 'down');
    return stopping;
  };
  const names = config.provider === 'simulator' ? ['backend', 'simulator'] : ['backend'];
  return names.map((name) => followContainer(docker, name, stopAll));
}

/** A service whose process follows the container's log: it ends when the container does. */
function followContainer(docker: Docker, name: string, stopAll: () => Promise<unknown>): Service {
  const args = [...docker.compose, 'logs', '--follow', '--no-log-prefix', '--no-color', name];
  const follower = spawn('docker', args, { env: docker.environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = keepOutput(follower, logFile(name));
  const exited = new Promise<number | undefined>((resolve) => {
    follower.once('close', (code) => resolve(code ?? undefined));
  });
  return {
    name,
    process: follower,
    output,
    exited,
    async stop() {
      await stopAll();
      follower.kill('SIGTERM');
      await exited;
    },
  };
}

/** Returns a function that gives the last 4,000 characters. */
function keepOutput(child: ChildProcess, path: string): () => string {
  const log = createWriteStream(path, { flags: 'a' });
  let tail = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-4_000);
      log.write(chunk);
    });
  child.once('close', () => log.end());
  return () => tail;
}
