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
  /** Ends the backend at once, as a power cut would; its database stays. */
  killBackend(): Promise<void>;
  /** Starts the backend again, on the same port and database. */
  restartBackend(): Promise<void>;
  /** Everything that the backend has printed, restarts included. */
  backendLog(): Promise<string>;
  stop(): Promise<void>;
};

/** What the rehearsal's business and its carrier use; valid fictitious numbers. */
export const rehearsalNumbers = { business: '+12015550123', caller: '+12015550100' } as const;

/**
 * A backend and a simulated carrier of their own, on free ports, with an empty database that goes away with them.
 * `speed` makes both clocks run faster.
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
        // The made-up visitors are all neighbours.
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
      healthy(backend, `${backendUrl}/health`),
      healthy(simulator, `${simulatorUrl}/simulator/health`),
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
    async restartBackend() {
      await backend.stop();
      backend = startBackend();
      await healthy(backend, `${backendUrl}/health`);
    },
    backendLog: () => readFile(join(directory, 'backend.log'), 'utf8'),
    stop,
  };
}

async function healthy(service: Service, url: string): Promise<void> {
  if (await waitForHealth(service, url, () => {})) return;
  throw new Error(`The ${service.name} did not start. Its last words:\n${service.output()}`);
}
