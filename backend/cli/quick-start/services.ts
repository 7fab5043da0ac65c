import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Config } from '../../config/config.ts';
import {
  isPortFree,
  type Service,
  simulatorEnvironment,
  startService,
  waitForHealth,
} from '../rehearsal/service-process.ts';
import type { Terminal } from '../terminal.ts';

export const logDirectory = '/tmp/callback-tests';

const startedAt = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);

/** Where a service of this start writes; each start has files of its own. */
export function logFile(service: string): string {
  return join(logDirectory, `${service}-${startedAt}.log`);
}

export function localUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Says which port is taken and what to do about it. */
export async function checkPorts(terminal: Terminal, config: Config): Promise<boolean> {
  const wanted = [
    { variable: 'PORT', port: config.port },
    ...(config.provider === 'simulator' ? [{ variable: 'SIMULATOR_PORT', port: config.simulatorPort }] : []),
  ];
  let free = true;
  for (const { variable, port } of wanted) {
    if (await isPortFree(port, config.host)) continue;
    free = false;
    terminal.bad(
      `Port ${port} is already in use.`,
      `Stop what uses it ('lsof -i :${port}' names it), or choose another: ${variable}=${port + 100} ./scripts/quick-start.sh`,
    );
  }
  return free;
}

export function startServices(config: Config, environment: NodeJS.ProcessEnv): Service[] {
  mkdirSync(logDirectory, { recursive: true });
  const backend = startService({
    name: 'backend',
    entry: 'backend/start.js',
    env: environment,
    logFile: logFile('backend'),
  });
  if (config.provider !== 'simulator') return [backend];
  const simulator = startService({
    name: 'simulator',
    entry: 'simulator/server.ts',
    env: {
      ...environment,
      ...simulatorEnvironment({
        port: config.simulatorPort,
        backendUrl: config.publicBaseUrl,
        pageUrl: config.frontendUrl,
        callerNumber: config.site.callerNumber,
        businessNumber: config.site.businessNumber,
      }),
      SIMULATOR_ACCOUNT_SID: config.carrier.accountSid,
      SIMULATOR_AUTH_TOKEN: config.carrier.authToken,
    },
    logFile: logFile('simulator'),
  });
  return [backend, simulator];
}

/** Waits until each is healthy, with a bar; tells what a service that is not said last. */
export async function awaitServices(
  terminal: Terminal,
  config: Config,
  services: Service[],
): Promise<boolean> {
  terminal.heading('Start');
  const urls: Record<string, string> = {
    backend: `${localUrl(config.port)}/health/ready`,
    simulator: `${localUrl(config.simulatorPort)}/simulator/health`,
  };
  for (const service of services) {
    const healthy = await waitForHealth(service, urls[service.name] ?? '', (share) =>
      terminal.progress(Math.min(share, 0.99), `Waiting for the ${service.name}`),
    );
    if (!healthy) {
      terminal.bad(
        `The ${service.name} did not start.`,
        `Read ${logFile(service.name)}:\n${service.output()}`,
      );
      return false;
    }
    terminal.progress(1, `The ${service.name} is ready`);
  }
  return true;
}

/** Builds the visitor's page, which takes about a second. */
export async function buildPage(terminal: Terminal, environment: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    // The page that this machine serves asks this machine, whatever another is built for.
    const env = { ...environment, BACKEND_URL: '' };
    await promisify(execFile)('npm', ['run', '--silent', 'build:page'], { env });
    terminal.good("The visitor's page is built");
    return true;
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    terminal.bad(
      "The visitor's page could not be built.",
      `Look at what its builder said:\n${stdout}${stderr}`,
    );
    return false;
  }
}
