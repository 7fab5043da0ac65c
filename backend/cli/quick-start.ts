import type { Config } from '../config/config.ts';
import { startContainers } from './quick-start/containers.ts';
import { checkOneCallback } from './quick-start/one-callback.ts';
import { checkConfiguration, showNextSteps } from './quick-start/report.ts';
import { awaitServices, logFile, startProcesses, withPort } from './quick-start/services.ts';
import { awaitStartChecks, printFindings } from './quick-start/start-findings.ts';
import type { Service } from './rehearsal/service-process.ts';
import { createTerminal, readOptions, type Terminal } from './terminal.ts';

const usage = `./scripts/quick-start.sh [--docker] [--check] [--port NUMBER]
Starts the platform (with a simulated carrier if there are no Twilio credentials), runs one callback as a check and
stays until Ctrl-C. With --check it stops after the check; exit code 0 means that everything works. With --port 9000 the
server listens on port 9000 and the simulated carrier on 9001. With --docker, or CALLBACK_RUN=docker in .env, it builds the
image and runs it in containers.`;

const { values: options } = readOptions(usage, {
  options: {
    check: { type: 'boolean', default: false },
    docker: { type: 'boolean', default: false },
    port: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** Returns the exit code. */
async function main(): Promise<number> {
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const terminal = createTerminal();
  const environment = withPort(process.env, options.port);
  const config = checkConfiguration(terminal, environment);
  if (config === undefined) return 1;
  const inContainers = options.docker || environment.CALLBACK_RUN === 'docker';
  const services = await (inContainers ? startContainers : startProcesses)(terminal, config, environment);
  if (services === undefined) return 1;
  try {
    return await run(terminal, config, services);
  } finally {
    await Promise.all(services.map((service) => service.stop()));
    terminal.info('All services are stopped.');
  }
}

async function run(terminal: Terminal, config: Config, services: Service[]): Promise<number> {
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
  });
  const checked = await Promise.race([checkPlatform(terminal, config, services), interrupted]);
  if (checked !== true) return checked === 'interrupted' ? 130 : 1;
  showNextSteps(terminal, config);
  const hasErrors = printFindings(terminal, logFile('backend'));
  if (options.check) return hasErrors ? 1 : 0;
  terminal.info('Press Ctrl-C to stop everything.');
  const ended = await Promise.race([interrupted, firstToExit(services)]);
  if (ended === 'interrupted') {
    terminal.info('Stopping…');
    return 0;
  }
  terminal.bad(
    `The ${ended.name} stopped unexpectedly.`,
    `Read the end of ${logFile(ended.name)}:\n${ended.output()}`,
  );
  return 1;
}

async function checkPlatform(terminal: Terminal, config: Config, services: Service[]): Promise<boolean> {
  if (!(await awaitServices(terminal, config, services))) return false;
  await awaitStartChecks(logFile('backend'));
  if (config.provider === 'simulator') return checkOneCallback(terminal, config);
  terminal.info('No test call is placed with real credentials. Request a callback on the page to test it.');
  return true;
}

async function firstToExit(services: Service[]): Promise<Service> {
  return Promise.race(services.map((service) => service.exited.then(() => service)));
}

process.exitCode = await main();
