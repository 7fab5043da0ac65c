import { once } from 'node:events';
import { createLog } from './adapters/system/log.ts';
import { createLogFiles } from './adapters/system/log-file.ts';
import { compose, type Platform } from './compose.ts';
import type { Config } from './config/config.ts';
import { readConfig } from './config/read-config.ts';
import type { ConfigProblem } from './config/read-values.ts';
import { logEnvFile } from './doctor/log-findings.ts';
import { describeHours } from './domain/site/describe-hours.ts';
import type { Log } from './ports/log.ts';
import { explainStartFault } from './report-setup.ts';
import { stopOnSignal } from './stop-on-signal.ts';

async function serve(config: Config, log: Log): Promise<void> {
  // Before the start: in a container, a process without a handler ignores the signal until it is killed.
  const stopping = stopOnSignal(log);
  const platform = await compose(config, log);
  log.info('Database initialized', databaseName(config));
  if (config.site.hours !== undefined)
    log.info('opening hours', { zone: config.site.zone, hours: describeHours(config.site.hours).join('; ') });
  if (config.provider === 'twilio') log.info('Twilio client initialized');
  else
    log.info('Simulated carrier initialized (Twilio credentials not configured)', {
      url: config.carrier.apiBaseUrl,
    });
  if (!stopping.aborted) await start(platform, config, log);
  if (!stopping.aborted) await once(stopping, 'abort');
  await platform.stop();
  log.info('server stopped');
  // An answer of the carrier that is still awaited must not keep the process.
  process.exit(0);
}

async function start(platform: Platform, config: Config, log: Log): Promise<void> {
  await platform.app.listen({ host: config.host, port: config.port });
  await platform.start();
  log.info(`Server running on ${config.host}:${config.port}`);
  // Not awaited: a stop signal must end the server while the check is running.
  void platform.checkStart();
}

/** Leaves out user and password. */
function databaseName({ postgres, databasePath }: Config): Record<string, string> {
  if (postgres === undefined) return { path: databasePath };
  return { postgres: postgres.url.replace(/\/\/[^/]*@/, '//').replace(/\?.*/, '') };
}

function logProblems(write: Log['error'], problems: readonly ConfigProblem[]): void {
  for (const { variable, problem, fix } of problems) write(`${variable} ${problem}`, { fix });
}

const read = readConfig(process.env);
const log = createLog({
  level: read.ok ? read.config.logLevel : 'info',
  files: read.ok && read.config.logFile !== undefined ? createLogFiles(read.config.logFile) : [],
});
await logEnvFile(log, '.env');
logProblems(log.warn, read.warnings);
if (!read.ok) {
  logProblems(log.error, read.problems);
  process.exitCode = 1;
} else {
  try {
    await serve(read.config, log);
  } catch (error) {
    const { problem, fix } = explainStartFault(error, read.config);
    // The stacks of a fault that the deployer can fix would hide its fix.
    if (fix === undefined)
      log.error('server start failed', { fix: 'read the cause in this log line' }, error);
    else log.error(`server start failed: ${problem}`, { fix });
    process.exit(1);
  }
}
