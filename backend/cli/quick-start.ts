import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { readConfig } from '../config/read-config.ts';
import { checkOneCallback } from './quick-start/one-callback.ts';
import {
  awaitServices,
  buildPage,
  checkPorts,
  localUrl,
  logDirectory,
  logFile,
  startServices,
} from './quick-start/services.ts';
import type { Service } from './rehearsal/service-process.ts';
import { createTerminal, readOptions, type Terminal } from './terminal.ts';

const usage = `./scripts/quick-start.sh [--check]
Starts the platform (and a simulated carrier while there are no Twilio keys), runs one callback as a check and stays
until Ctrl-C. With --check it stops after the check; the exit code says whether all was well.`;

const { values } = readOptions(usage, {
  options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});

async function main(): Promise<number> {
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const terminal = createTerminal();
  const config = checkConfiguration(terminal);
  if (
    config === undefined ||
    !(await checkPorts(terminal, config)) ||
    !(await buildPage(terminal, process.env))
  )
    return 1;
  const services = startServices(config, process.env);
  const stopAll = () => Promise.all(services.map((service) => service.stop()));
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
  });
  try {
    const checked = await Promise.race([checkAll(terminal, config, services), interrupted]);
    if (checked !== true) return checked === 'interrupted' ? 130 : 1;
    showNextSteps(terminal, config);
    if (values.check) return 0;
    const ended = await Promise.race([interrupted, firstToExit(services)]);
    if (ended === 'interrupted') {
      terminal.info('Stopping…');
      return 0;
    }
    terminal.bad(
      `The ${ended.name} stopped by itself.`,
      `Read the end of ${logFile(ended.name)}:\n${ended.output()}`,
    );
    return 1;
  } finally {
    await stopAll();
    terminal.info('Everything is stopped.');
  }
}

async function checkAll(terminal: Terminal, config: Config, services: Service[]): Promise<boolean> {
  if (!(await awaitServices(terminal, config, services))) return false;
  if (config.provider === 'simulator') return checkOneCallback(terminal, config);
  terminal.info('No test call is made with real keys; ask for a callback on the page to hear one.');
  return true;
}

function checkConfiguration(terminal: Terminal): Config | undefined {
  terminal.heading('Configuration');
  const read = readConfig(process.env);
  if (!read.ok) {
    for (const { variable, problem, fix } of read.problems) terminal.bad(`${variable} ${problem}`, fix);
    return undefined;
  }
  if (existsSync('.env')) terminal.good('.env is read');
  else
    terminal.info(
      'There is no .env; everything has a default. Copy .env.example to .env to change something.',
    );
  if (read.config.provider === 'simulator') {
    terminal.info(
      'Twilio credentials not configured: calls and texts go to a simulated carrier on this machine.',
    );
  }
  return read.config;
}

function showNextSteps(terminal: Terminal, config: Config): void {
  terminal.heading('Running');
  terminal.good(`Visitor's page       ${localUrl(config.port)}`);
  if (config.provider === 'simulator')
    terminal.good(`Phones               ${localUrl(config.simulatorPort)}`);
  terminal.info(`What the API can do  ${localUrl(config.port)}/api/v1/docs`);
  terminal.info(`Logs                 ${logDirectory}`);
  terminal.heading('Next steps');
  terminal.info('npm run demo                          see ten callbacks, answered and missed, as timelines');
  if (config.provider === 'simulator') {
    terminal.info('ask for a callback on the page        and pick the phones up yourself on the other one');
    terminal.info(
      'cp .env.example .env && nano .env     put your Twilio keys and phone numbers in, then start again',
    );
  }
  if (!values.check) terminal.info('Ctrl-C stops everything.');
}

async function firstToExit(services: Service[]): Promise<Service> {
  return Promise.race(services.map((service) => service.exited.then(() => service)));
}

process.exitCode = await main();
