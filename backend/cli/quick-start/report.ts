import { existsSync } from 'node:fs';
import type { Config } from '../../config/config.ts';
import { readConfig } from '../../config/read-config.ts';
import type { Environment } from '../../config/read-values.ts';
import type { Terminal } from '../terminal.ts';
import { localUrl, logDirectory } from './services.ts';

/** Returns the configuration; prints every problem with its fix and returns `undefined` if there is one. */
export function checkConfiguration(terminal: Terminal, environment: Environment): Config | undefined {
  terminal.heading('Configuration');
  const read = readConfig(environment);
  if (!read.ok) {
    for (const { variable, problem, fix } of read.problems) terminal.bad(`${variable} ${problem}`, fix);
    return undefined;
  }
  if (existsSync('.env')) terminal.good('Settings are read from .env');
  else terminal.info('No .env file: default settings apply. To change them, copy .env.example to .env.');
  if (read.config.provider === 'simulator')
    terminal.info(
      'Twilio credentials not configured: a simulated carrier on this machine handles calls and texts.',
    );
  return read.config;
}

/** Prints the addresses of the running services and what to try next. */
export function showNextSteps(terminal: Terminal, config: Config): void {
  const isSimulated = config.provider === 'simulator';
  terminal.heading('Running');
  terminal.good(`Visitor page         ${localUrl(config.port)}`);
  if (isSimulated) terminal.good(`Simulated phones     ${localUrl(config.simulatorPort)}`);
  terminal.info(`API documentation    ${localUrl(config.port)}/api/v1/docs`);
  terminal.info(`Logs                 ${logDirectory}`);
  terminal.heading('Next steps');
  terminal.info('npm run demo                        shows timelines of ten callbacks, answered and missed');
  if (isSimulated) {
    terminal.info('Request a callback on the page      and answer the simulated phones yourself');
    terminal.info(
      'cp .env.example .env && nano .env   for your Twilio credentials and numbers; then start again',
    );
  }
}
