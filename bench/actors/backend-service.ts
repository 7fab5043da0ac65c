import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../backend/cli/rehearsal/service-process.ts';
import manifest from '../../package.json' with { type: 'json' };
import { type ServerProcess, startServer } from './server-process.ts';
import { appSecret, ownNumbers, visitorCountries, visitorsPerBlock } from './visitors.ts';

export type BackendService = ServerProcess & {
  /** Resident memory now, MB. */
  rss(): number;
};

/** Calls that may be under way at once. */
export const lines = 200;

/** The backend as it is started for real, with an empty database and every check on. */
export async function startBackend(place: {
  directory: string;
  carrierUrl: string;
}): Promise<BackendService> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const own = mkdtempSync(join(place.directory, 'backend-'));
  const server = await startServer({
    ...startCommand(),
    env: backendEnvironment({ port, databasePath: join(own, 'callbacks.db'), carrierUrl: place.carrierUrl }),
    url,
    health: '/health',
    logFile: join(own, 'backend.log'),
  });
  return { ...server, rss: () => residentMemory(server.process.pid ?? 0) };
}

/**
 * Visitors come through a proxy on this machine, which names them. Nothing is switched off for the measurement: caps
 * are counted as always, only so high that they are not reached.
 */
export function backendEnvironment(given: { port: number; databasePath: string; carrierUrl: string }) {
  return {
    CALLBACK_PROVIDER: 'simulator',
    TWILIO_API_BASE_URL: given.carrierUrl,
    TWILIO_NUMBER: ownNumbers.caller,
    BUSINESS_NUMBER: ownNumbers.business,
    BUSINESS_LINES: String(lines),
    ALLOWED_COUNTRIES: visitorCountries.join(','),
    TRUSTED_PROXIES: '127.0.0.1',
    DAILY_BUDGET: '1000000',
    MAX_SMS_PER_HOUR: '1000000',
    MAX_CALLS_PER_DAY: '1000000',
    MAX_MINUTES_PER_DAY: '10000000',
    MAX_CODES_PER_BLOCK: String(visitorsPerBlock),
    APP_SECRET: appSecret,
    PORT: String(given.port),
    PUBLIC_BASE_URL: `http://127.0.0.1:${given.port}`,
    DATABASE_PATH: given.databasePath,
  };
}

/** What `npm start` runs, without the real installation's settings. */
function startCommand(): { flags: string[]; file: string } {
  const words = manifest.scripts.start.split(' ').slice(1);
  const flags = words.filter((word) => word.startsWith('--') && !word.startsWith('--env-file'));
  return { flags, file: words.at(-1) ?? '' };
}

function residentMemory(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1_024;
}
