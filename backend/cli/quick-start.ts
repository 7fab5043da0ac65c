import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import { isPortFree, type Service, startService, waitForHealth } from './service-process.ts';
import { createSimulatedPhones } from './simulated-phones.ts';
import { createTerminal, type Terminal } from './terminal.ts';
import { createVisitor } from './visitor.ts';

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});

const usage = `./scripts/quick-start.sh [--check]
Starts the platform (and a simulated carrier while there are no Twilio keys), runs one callback as a check and stays
until Ctrl-C. With --check it stops after the check; the exit code says whether all was well.`;

const logDirectory = '/tmp/callback-tests';

async function main(): Promise<number> {
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const terminal = createTerminal();
  const config = checkConfiguration(terminal);
  if (config === undefined || !(await checkPorts(terminal, config))) return 1;
  const services = startServices(config);
  const stopAll = () => Promise.all(services.map((service) => service.stop()));
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
  });
  try {
    const checked = await Promise.race([checkServices(terminal, config, services), interrupted]);
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

function checkConfiguration(terminal: Terminal): Config | undefined {
  terminal.heading('Configuration');
  const read = readConfig();
  if (!read.ok) {
    for (const { variable, problem, fix } of read.problems) terminal.bad(`${variable}: ${problem}`, fix);
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

async function checkPorts(terminal: Terminal, config: Config): Promise<boolean> {
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

function logFile(service: string): string {
  return join(logDirectory, `${service}.log`);
}

function startServices(config: Config): Service[] {
  mkdirSync(logDirectory, { recursive: true });
  const backend = startService({
    name: 'backend',
    entry: 'backend/server.ts',
    env: process.env,
    logFile: logFile('backend'),
  });
  if (config.provider !== 'simulator') return [backend];
  const simulator = startService({
    name: 'simulator',
    entry: 'simulator/server.ts',
    env: {
      ...process.env,
      SIMULATOR_PORT: String(config.simulatorPort),
      SIMULATOR_ACCOUNT_SID: config.carrier.accountSid,
      SIMULATOR_AUTH_TOKEN: config.carrier.authToken,
      SIMULATOR_NUMBERS: config.site.callerNumber,
      SIMULATOR_VOICE_URL: `${config.publicBaseUrl}/twilio/voice/inbound`,
      SIMULATOR_SMS_URL: `${config.publicBaseUrl}/twilio/sms/inbound`,
      SIMULATOR_OIDC_REDIRECT_URIS: `${config.publicBaseUrl}/oauth/callback/demo`,
    },
    logFile: logFile('simulator'),
  });
  return [backend, simulator];
}

async function checkServices(terminal: Terminal, config: Config, services: Service[]): Promise<boolean> {
  terminal.heading('Start');
  const urls: Record<string, string> = {
    backend: `${localUrl(config.port)}/health/ready`,
    simulator: `${localUrl(config.simulatorPort)}/simulator/health`,
  };
  for (const service of services) {
    const waiting = `Waiting for the ${service.name}`;
    const healthy = await waitForHealth(service, urls[service.name] ?? '', (share) =>
      terminal.progress(Math.min(share, 0.99), waiting),
    );
    if (!healthy) {
      terminal.bad(
        `The ${service.name} did not start.`,
        `Read ${logFile(service.name)}:\n${service.output()}`,
      );
      return false;
    }
    terminal.progress(1, waiting);
  }
  if (config.provider === 'simulator') return checkOneCallback(terminal, config);
  terminal.info('No test call is made with real keys; ask for a callback on the page to hear one.');
  return true;
}

/** A visitor of the fictitious range, another each time: one number may ask for five codes a day. */
function someVisitorPhone(config: Config): string {
  const own = [config.site.businessNumber, config.site.callerNumber, config.site.notifyNumber];
  const numbers = Array.from({ length: 100 }, (_, index) => `+12015550${String(100 + index)}`);
  const free = numbers.filter((number) => !own.includes(number));
  return free[Math.floor(Math.random() * free.length)] ?? '+12015550142';
}

const milestones = ['pending', 'verified', 'calling', 'connected', 'completed'];

/** One callback from request to bridge, on the simulated carrier: the check that the whole thing works here. */
async function checkOneCallback(terminal: Terminal, config: Config): Promise<boolean> {
  terminal.heading('One callback, end to end');
  const phones = createSimulatedPhones(localUrl(config.simulatorPort));
  const visitor = createVisitor({ baseUrl: localUrl(config.port) });
  const phone = someVisitorPhone(config);
  const brief = { answersAfterMs: 500, pressesAfterMs: 300, talksMs: 11_000 };
  try {
    await phones.script(config.site.businessNumber, 'human', brief);
    await phones.script(phone, 'human', brief);
    const request = await visitor.request({ name: 'Quick start', phone, subject: 'The check at the start' });
    await visitor.verify(request.request_id, await phones.code(phone));
    const last = await visitor.follow(
      request.request_id,
      ({ status, message }) => terminal.progress(Math.max(0, milestones.indexOf(status)) / 4, message),
      60_000,
    );
    if (last.outcome === 'talked' || last.outcome === 'after-hours-notified') {
      terminal.good(`It ended as it should: ${last.message}`);
      return true;
    }
    terminal.bad(`It ended as ${last.status} / ${last.outcome}.`, `Read ${logFile('backend')}`);
  } catch (error) {
    terminal.bad(`It did not get through: ${(error as Error).message}`, `Read ${logFile('backend')}`);
  }
  return false;
}

function showNextSteps(terminal: Terminal, config: Config): void {
  terminal.heading('Running');
  terminal.good(
    `Backend    ${localUrl(config.port)}   (what the API can do: ${localUrl(config.port)}/api/v1/docs)`,
  );
  if (config.provider === 'simulator') terminal.good(`Simulator  ${localUrl(config.simulatorPort)}`);
  terminal.info(`Logs       ${logDirectory}`);
  terminal.heading('Next steps');
  terminal.info('npm run demo                          see ten callbacks, answered and missed, as timelines');
  if (config.provider === 'simulator') {
    terminal.info(
      'cp .env.example .env && nano .env     put your Twilio keys and phone numbers in, then start again',
    );
  }
  if (!values.check) terminal.info('Ctrl-C stops everything.');
}

function localUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function firstToExit(services: Service[]): Promise<Service> {
  return Promise.race(services.map((service) => service.exited.then(() => service)));
}

process.exitCode = await main();
