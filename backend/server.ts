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
  // Nothing waits for what it finds: a server that is stopped meanwhile must end as any other.
  void platform.checkCarrier();
}

function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      log.info('Stopping: calls that are under way go on at the carrier', { signal });
      await stop();
      log.info('Stopped');
    });
  }
}

function explain(problems: readonly ConfigProblem[], log: Log): void {
  for (const { variable, problem, fix } of problems) log.error(`${variable} ${problem}`, { fix });
}

function fixFor(error: NodeJS.ErrnoException, config: Config): string {
  if (error.code === 'EADDRINUSE') return `stop what uses port ${config.port}, or set PORT to another`;
  return 'see the cause';
}

const read = readConfig(process.env);
const log = createLog({ level: read.ok ? read.config.logLevel : 'info' });
if (!read.ok) {
  explain(read.problems, log);
  process.exitCode = 1;
} else {
  try {
    await serve(read.config, log);
  } catch (error) {
    log.error(
      'The server could not start',
      { fix: fixFor(error as NodeJS.ErrnoException, read.config) },
      error,
    );
    process.exit(1);
  }
}
