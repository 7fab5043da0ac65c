import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../backend/cli/service-process.ts';
import { copySample, type IntakeSample } from './intake-rows.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** The bare route in a process of its own, on a database like the backend's. */
export async function startBareServer(directory: string, sample: IntakeSample): Promise<ServerProcess> {
  const port = await freePort();
  const databasePath = join(directory, 'bare-server.db');
  const rowsFile = join(directory, 'rows.json');
  copySample(sample, databasePath);
  writeFileSync(rowsFile, JSON.stringify(sample.rows));
  return startServer({
    file: 'bench/bare-server.ts',
    args: [String(port), databasePath, rowsFile],
    url: `http://127.0.0.1:${port}`,
    health: '/health',
    logFile: join(directory, 'bare-server.log'),
  });
}
