import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePort,
  type Service,
  simulatorEnvironment,
  startService,
  waitForHealth,
} from './service-process.ts';

export type Rehearsal = {
  backendUrl: string;
  simulatorUrl: string;
  /** Kills the backend without warning, like a power cut. Its database stays. */
  killBackend(): Promise<void>;
  /** Sends the backend a signal; resolves with its exit code when it has ended. */
  signalBackend(signal: NodeJS.Signals): Promise<number | undefined>;
  /** Starts the backend again with the same port and database. */
  restartBackend(): Promise<void>;
  /** Returns the backend's output, restarts included. */
  backendLog(): Promise<string>;
  stop(): Promise<void>;
};

/** Several rehearsals may start at the same time on a busy machine. */
const startTimeoutMs = 60_000;

/** Numbers of the business and of the carrier; reserved for fiction. */
export const rehearsalNumbers = { business: '+12015550123', caller: '+12015550100' } as const;

/**
 * Starts a backend and a simulated carrier on free ports with an empty database. Neither sees this process's
 * environment. Both clocks run `speed` times faster. `stop` deletes the database.
 */
export async function startRehearsal(options: {
  speed: number;
  env?: Record<string, string>;
}): Promise<Rehearsal> {
  const directory = mkdtempSync(join(tmpdir(), 'callback-rehearsal-'));
  const [backendPort, simulatorPort] = [await freePort(), await freePort()];
  const backendUrl = `http://127.0.0.1:${backendPort}`;
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const simulator = startService({
    name: 'simulator',
    entry: 'simulator/server.ts',
    env: {
      ...simulatorEnvironment({
        port: simulatorPort,
        backendUrl,
        pageUrl: backendUrl,
        callerNumber: rehearsalNumbers.caller,
        businessNumber: rehearsalNumbers.business,
      }),
      SIMULATOR_SPEED: String(options.speed),
    },
    logFile: join(directory, 'simulator.log'),
  });
  const startBackend = () =>
    startService({
      name: 'backend',
      entry: 'backend/start.js',
      env: {
        NODE_ENV: 'development',
        CALLBACK_PROVIDER: 'simulator',
        PORT: String(backendPort),
        PUBLIC_BASE_URL: backendUrl,
        TWILIO_API_BASE_URL: simulatorUrl,
        TWILIO_NUMBER: rehearsalNumbers.caller,
        BUSINESS_NUMBER: rehearsalNumbers.business,
        DATABASE_PATH: join(directory, 'callbacks.db'),
        TRUSTED_PROXIES: '127.0.0.1',
        // Fictitious numbers are all in one block of 100.
        MAX_CODES_PER_BLOCK: '1000',
        CLOCK_SPEED: String(options.speed),
        ...options.env,
      },
      logFile: join(directory, 'backend.log'),
    });
  let backend = startBackend();
  const stop = async () => {
    await Promise.all([backend.stop(), simulator.stop()]);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await Promise.all([
      waitUntilHealthy(backend, `${backendUrl}/health`),
      waitUntilHealthy(simulator, `${simulatorUrl}/simulator/health`),
    ]);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return {
    backendUrl,
    simulatorUrl,
    async killBackend() {
      backend.process.kill('SIGKILL');
      await backend.exited;
    },
    signalBackend(signal) {
      backend.process.kill(signal);
      return backend.exited;
    },
    async restartBackend() {
      await backend.stop();
      backend = startBackend();
      await waitUntilHealthy(backend, `${backendUrl}/health`);
    },
    backendLog: () => readFile(join(directory, 'backend.log'), 'utf8'),
    stop,
  };
}

async function waitUntilHealthy(service: Service, url: string): Promise<void> {
  if (await waitForHealth(service, url, () => {}, startTimeoutMs)) return;
  throw new Error(`The ${service.name} did not start. Its last output:\n${service.output()}`);
}
