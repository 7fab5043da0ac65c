import { createLog } from './adapters/system/log.ts';
import { compose } from './compose.ts';
import type { Config } from './config/config.ts';
import { readConfig } from './config/read-config.ts';
import type { ConfigProblem } from './config/read-values.ts';
import type { Log } from './ports/log.ts';

async function serve(config: Config, log: Log): Promise<void> {
  const platform = await compose(config, log);
  log.info('Database initialized', { path: config.databasePath });
  if (config.provider === 'twilio') log.info('Twilio client initialized');
  else
    log.info('Simulated carrier initialized (Twilio credentials not configured)', {
      url: config.carrier.apiBaseUrl,
    });
  await platform.app.listen({ host: config.host, port: config.port });
  await platform.start();
  log.info(`Server running on ${config.host}:${config.port}`);
  stopOnSignal(platform.stop, log);
  // Not awaited: a stop signal must end the server while the check is running.
  void platform.checkCarrier();
}

function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      log.info('server stopping: running calls continue at the carrier', { signal });
      await stop();
      log.info('server stopped');
    });
  }
}

function logProblems(problems: readonly ConfigProblem[], log: Log): void {
  for (const { variable, problem, fix } of problems) log.error(`${variable} ${problem}`, { fix });
}

function fixFor(error: NodeJS.ErrnoException, config: Config): string {
  if (error.code === 'EADDRINUSE')
    return `stop the program that uses port ${config.port}, or set PORT to another port`;
  return 'read the cause in this log line';
}

const read = readConfig(process.env);
const log = createLog({ level: read.ok ? read.config.logLevel : 'info' });
if (!read.ok) {
  logProblems(read.problems, log);
  process.exitCode = 1;
} else {
  try {
    await serve(read.config, log);
  } catch (error) {
    log.error('server start failed', { fix: fixFor(error as NodeJS.ErrnoException, read.config) }, error);
    process.exit(1);
  }
}
