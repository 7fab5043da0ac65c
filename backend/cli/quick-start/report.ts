import { existsSync, readFileSync } from 'node:fs';
import type { Config } from '../../config/config.ts';
import { checkEnvFile } from '../../config/env-file/check-env-file.ts';
import { readConfig } from '../../config/read-config.ts';
import type { Environment } from '../../config/read-values.ts';
import type { Terminal } from '../terminal.ts';
import { localUrl, logDirectory } from './services.ts';

/** Returns the configuration; prints every problem with its fix and returns `undefined` if there is one. */
export function checkConfiguration(terminal: Terminal, environment: Environment): Config | undefined {
  terminal.heading('Configuration');
  const read = readConfig(environment);
  const inFile = existsSync('.env') ? checkEnvFile(readFileSync('.env')) : [];
  for (const { variable, problem, fix } of [...inFile, ...read.warnings])
    terminal.warn(`${variable} ${problem}`, fix);
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
  const [page, ...others] = pageAddresses(config);
  terminal.good(`Visitor page         ${page}`);
  for (const address of others) terminal.info(`on this machine      ${address}`);
  if (isSimulated) terminal.good(`Simulated phones     ${localUrl(config.simulatorPort)}`);
  terminal.info(`API documentation    ${localUrl(config.port)}/api/v1/docs`);
  terminal.info(`Logs                 ${logDirectory}`);
  terminal.heading('Next steps');
  terminal.info(`Request a callback   ${page}`);
  if (isSimulated) {
    terminal.info(`and answer phones    ${localUrl(config.simulatorPort)}`);
    terminal.info('npm run demo         shows ten callbacks, answered and missed');
    terminal.info('For real calls: cp .env.example .env, fill in your values, start again');
  }
}

/** Returns where visitors find the page, then where the deployer can try it. Production allows no local origin. */
function pageAddresses({ frontendUrl, port, production }: Config): string[] {
  const here = localUrl(port);
  return production || frontendUrl === here ? [frontendUrl] : [frontendUrl, here];
}
