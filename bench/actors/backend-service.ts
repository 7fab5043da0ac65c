import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freePort } from '../../backend/cli/rehearsal/service-process.ts';
import manifest from '../../package.json' with { type: 'json' };
import { type ServerProcess, startServer } from './server-process.ts';
import { appSecret, ownNumbers, visitorCountries, visitorsPerBlock } from './visitors.ts';

export type BackendService = ServerProcess & {
  /** Returns the resident memory in MB. */
  rssMb(): number;
};

/** Number of calls that can run at the same time. */
export const lines = 200;

/** Starts the backend like `npm start`, with an empty database or a copy of `database`, and every check on. */
export async function startBackend(options: {
  directory: string;
  carrierUrl: string;
  database?: string | undefined;
}): Promise<BackendService> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(options.directory, 'backend-'));
  const databasePath = join(folder, 'callbacks.db');
  if (options.database !== undefined) copyDatabase(options.database, databasePath);
  const server = await startServer({
    ...startCommand(),
    env: backendEnvironment({
      port,
      databasePath,
      carrierUrl: options.carrierUrl,
    }),
    url,
    health: '/health',
    logFile: join(folder, 'backend.log'),
  });
  return { ...server, rssMb: () => residentMemoryMb(server.process.pid ?? 0) };
}

/** Removes the seal, so that the copy does not count as a database that was moved here. */
function copyDatabase(from: string, to: string): void {
  copyFileSync(from, to);
  const database = new DatabaseSync(to);
  database.exec('pragma user_version = 0');
  database.close();
}

/**
 * Visitors come through a trusted proxy on this machine, which forwards their addresses. No limit is off: the caps are
 * counted, but too high to be reached.
 */
export function backendEnvironment(options: { port: number; databasePath: string; carrierUrl: string }) {
  return {
    CALLBACK_PROVIDER: 'simulator',
    TWILIO_API_BASE_URL: options.carrierUrl,
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
    PORT: String(options.port),
    PUBLIC_BASE_URL: `http://127.0.0.1:${options.port}`,
    DATABASE_PATH: options.databasePath,
  };
}

/** Returns the command of `npm start`, without the .env file. */
function startCommand(): { flags: string[]; file: string } {
  const words = manifest.scripts.start.split(' ').slice(1);
  const flags = words.filter((word) => word.startsWith('--') && !word.startsWith('--env-file'));
  return { flags, file: words.at(-1) ?? '' };
}

function residentMemoryMb(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1_024;
}
