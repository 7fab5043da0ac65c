import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import {
  freePort,
  type Service,
  simulatorEnvironment,
  startService,
  waitForHealth,
} from '../../../backend/cli/rehearsal/service-process.ts';
import {
  createSimulatedPhones,
  type SimulatedCall,
  type SimulatedPhones,
} from '../../../backend/cli/rehearsal/simulated-phones.ts';
import { createVisitor, type Visitor } from '../../../backend/cli/rehearsal/visitor.ts';
import { type OwnServer, startOwnServer } from '../postgres/server.ts';
import { type Balancer, startBalancer } from './balancer.ts';

export type Replica = { url: string; port: number; service: Service };

export type Replicas = {
  /** Address of the balancer: the carrier and the visitors use it. */
  url: string;
  servers: Replica[];
  balancer: Balancer;
  phones: SimulatedPhones;
  /** Creates a visitor with a network of their own. */
  visitor(address: string): Visitor;
  /** Returns the calls that servers placed. */
  placedCalls(): Promise<SimulatedCall[]>;
  postgres: OwnServer;
  /** Asks the database itself. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** Starts the server again on its port. */
  restart(replica: Replica): Promise<void>;
  stop(): Promise<void>;
};

const startTimeoutMs = 90_000;

/** Starts a Postgres server of its own, servers on it, a balancer before them and a simulated carrier. */
export async function startReplicas(options: {
  count: number;
  speed: number;
  env?: Record<string, string>;
}): Promise<Replicas> {
  const folder = mkdtempSync(join(tmpdir(), 'callback-replicas-'));
  const postgres = await startOwnServer();
  await query(postgres.url, 'create database replicas');
  const databaseUrl = postgres.url.replace(/postgres$/, 'replicas');
  const balancer = await startBalancer();
  const url = `http://127.0.0.1:${balancer.port}`;
  const simulatorPort = await freePort();
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const { caller, business } = rehearsalNumbers;
  const simulator = startService({
    name: 'simulator',
    entry: 'simulator/server.ts',
    env: {
      ...simulatorEnvironment({
        port: simulatorPort,
        backendUrl: url,
        pageUrl: url,
        callerNumber: caller,
        businessNumber: business,
      }),
      SIMULATOR_SPEED: String(options.speed),
    },
    logFile: join(folder, 'simulator.log'),
  });
  const startServer = (port: number) =>
    startService({
      name: `server at ${port}`,
      entry: 'backend/start.js',
      env: {
        NODE_ENV: 'development',
        CALLBACK_PROVIDER: 'simulator',
        PORT: String(port),
        PUBLIC_BASE_URL: url,
        TWILIO_API_BASE_URL: simulatorUrl,
        TWILIO_NUMBER: caller,
        BUSINESS_NUMBER: business,
        DATABASE_URL: databaseUrl,
        APP_SECRET: 'one secret of all servers, 32 long'.repeat(2),
        TRUSTED_PROXIES: '127.0.0.1',
        // Fictitious numbers are all in one block of 100.
        MAX_CODES_PER_BLOCK: '100000',
        CLOCK_SPEED: String(options.speed),
        ...options.env,
      },
      logFile: join(folder, `server-${port}.log`),
    });
  const servers: Replica[] = [];
  for (let started = 0; started < options.count; started += 1) {
    const port = await freePort();
    servers.push({ url: `http://127.0.0.1:${port}`, port, service: startServer(port) });
  }
  async function stop(): Promise<void> {
    balancer.close();
    // A paused process ends by this signal only.
    for (const { service } of servers) service.process.kill('SIGKILL');
    await Promise.all([...servers.map(({ service }) => service.exited), simulator.stop()]);
    postgres.end();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await waitUntilHealthy(simulator, `${simulatorUrl}/simulator/health`);
    for (const { service, url: own } of servers) await waitUntilHealthy(service, `${own}/health`);
  } catch (cause) {
    await stop();
    throw cause;
  }
  balancer.targets = servers.map(({ port }) => port);
  const phones = createSimulatedPhones(simulatorUrl);
  return {
    url,
    servers,
    balancer,
    phones,
    visitor: (address) => createVisitor({ baseUrl: url, address }),
    async placedCalls() {
      return (await phones.callsTo(business)).filter(({ direction }) => direction === 'outbound-api');
    },
    postgres,
    sql: (text) => query(databaseUrl, text),
    async restart(replica) {
      await replica.service.exited;
      replica.service = startServer(replica.port);
      await waitUntilHealthy(replica.service, `${replica.url}/health`);
    },
    stop,
  };
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function waitUntilHealthy(service: Service, url: string): Promise<void> {
  if (await waitForHealth(service, url, () => {}, startTimeoutMs)) return;
  throw new Error(`The ${service.name} did not start. Its last output:\n${service.output()}`);
}

/** Waits until `isSo`. A refused connection counts as not yet. */
export async function eventually(
  what: string,
  isSo: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const endsAt = Date.now() + timeoutMs;
  while (Date.now() < endsAt) {
    if (await isSo().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error(`It never happened: ${what}.`);
}
