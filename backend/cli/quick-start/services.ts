import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createLogFolder } from '../../adapters/system/log-folder.ts';
import type { Config } from '../../config/config.ts';
import type { Environment } from '../../config/read-values.ts';
import {
  isPortFree,
  type Service,
  simulatorEnvironment,
  startService,
  waitForHealth,
} from '../rehearsal/service-process.ts';
import type { Terminal } from '../terminal.ts';

export const logDirectory = createLogFolder();

const startTime = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);

/** Returns the log file of a service. Every start has its own files. */
export function logFile(service: string): string {
  return join(logDirectory, `${service}-${startTime}.log`);
}

export function localUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Returns whether all ports are free; prints each used one with its fix. */
export async function checkPorts(terminal: Terminal, config: Config): Promise<boolean> {
  const ports = [
    { variable: 'PORT', port: config.port },
    ...(config.provider === 'simulator' ? [{ variable: 'SIMULATOR_PORT', port: config.simulatorPort }] : []),
  ];
  let allFree = true;
  for (const { variable, port } of ports) {
    if (await isPortFree(port, config.host)) continue;
    allFree = false;
    terminal.bad(
      `Port ${port} (${variable}) is already in use.`,
      `Stop the program that uses it ('lsof -i :${port}' shows it), or use other ports: ./scripts/quick-start.sh --port ${config.port + 100}`,
    );
  }
  return allFree;
}

/** Returns the environment with both servers on ports from `port` on. */
export function withPort(environment: Environment, port: string | undefined): Environment {
  return port === undefined
    ? environment
    : { ...environment, PORT: port, SIMULATOR_PORT: String(Number(port) + 1) };
}

/** Builds the visitor page in about a second. */
async function buildPage(terminal: Terminal, environment: Environment): Promise<boolean> {
  try {
    // This server serves the page itself, so the page must not call the BACKEND_URL of another installation.
    const env = { ...environment, BACKEND_URL: '' };
    await promisify(execFile)('npm', ['run', '--silent', 'build:page'], { env });
    terminal.good('The visitor page is built');
    return true;
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    terminal.bad('The visitor page could not be built.', `Read the output of the build:\n${stdout}${stderr}`);
    return false;
  }
}

/** Builds the page and starts the servers. Prints a problem and returns `undefined`. */
export async function startProcesses(
  terminal: Terminal,
  config: Config,
  environment: Environment,
): Promise<Service[] | undefined> {
  if (!(await checkPorts(terminal, config))) return undefined;
  return (await buildPage(terminal, environment)) ? startServices(config, environment) : undefined;
}

/** Starts the backend, and the simulator when the configuration uses it. */
function startServices(config: Config, environment: Environment): Service[] {
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

/** Waits with a progress bar until all services are healthy; prints the log of the first one that fails. */
export async function awaitServices(
  terminal: Terminal,
  config: Config,
  services: Service[],
): Promise<boolean> {
  terminal.heading('Start');
  const urls: Record<string, string> = {
    backend: `${localUrl(config.port)}/health`,
    simulator: `${localUrl(config.simulatorPort)}/simulator/health`,
  };
  for (const service of services) {
    const isHealthy = await waitForHealth(service, urls[service.name] ?? '', (share) =>
      terminal.progress(Math.min(share, 0.99), `Waiting for the ${service.name}`),
    );
    if (!isHealthy) {
      terminal.bad(
        `The ${service.name} did not start.`,
        `Read the log ${logFile(service.name)}:\n${service.output()}`,
      );
      return false;
    }
    terminal.progress(1, `The ${service.name} is ready`);
  }
  return true;
}
