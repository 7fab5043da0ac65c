import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDockerService } from '../../adapters/service/docker-service.ts';
import { createProcessService, type Program } from '../../adapters/service/process-service.ts';
import { createRunProgram } from '../../adapters/service/run-program.ts';
import type { ManagedService } from '../../adapters/service/service.ts';
import { createSystemdService, hasUnit } from '../../adapters/service/systemd-service.ts';
import type { Config } from '../../config/config.ts';
import { readConfig } from '../../config/read-config.ts';
import type { Environment } from '../../config/read-values.ts';
import { parseEnvFile } from '../../doctor/system.ts';
import { serviceName } from '../../operations/service/unit.ts';
import { simulatorEnvironment } from '../rehearsal/service-process.ts';
import type { Context } from './command.ts';

/** A first build of the image takes minutes. */
const programTimeoutMs = 600_000;

/** Returns the environment of the server: the process's own, and what the env file adds. */
export function settingsOf({ folder, environment }: Pick<Context, 'folder' | 'environment'>): Environment {
  const path = join(folder, '.env');
  return { ...parseEnvFile(existsSync(path) ? readFileSync(path) : undefined), ...environment };
}

/** Returns what runs the server here: the container that `.env` asks for, the installed unit, or a process. */
export async function findService(
  context: Pick<Context, 'folder' | 'root' | 'environment'>,
): Promise<ManagedService> {
  const run = createRunProgram(programTimeoutMs);
  const settings = settingsOf(context);
  if (settings.CALLBACK_RUN === 'docker') return createDockerService(context.folder, run);
  if (
    settings.CALLBACK_RUN !== 'process' &&
    context.folder === context.root &&
    (await hasUnit(serviceName, run))
  )
    return createSystemdService(serviceName, run);
  const { folder, root } = context;
  return createProcessService({ folder, root, programs: () => programsOf(settingsOf(context)) });
}

function programsOf(settings: Environment): Program[] {
  const read = readConfig(settings);
  const backend: Program = { name: 'backend', entry: 'backend/start.js', env: settings };
  if (!read.ok || read.config.provider !== 'simulator' || !isLocal(read.config)) return [backend];
  const { simulatorPort, publicBaseUrl, frontendUrl, site, carrier } = read.config;
  const simulator: Program = {
    name: 'simulator',
    entry: 'simulator/server.ts',
    env: {
      ...settings,
      ...simulatorEnvironment({
        port: simulatorPort,
        backendUrl: publicBaseUrl,
        pageUrl: frontendUrl,
        callerNumber: site.callerNumber,
        businessNumber: site.businessNumber,
      }),
      SIMULATOR_ACCOUNT_SID: carrier.accountSid,
      SIMULATOR_AUTH_TOKEN: carrier.authToken,
    },
  };
  return [simulator, backend];
}

/** A simulator at another address is started there. */
function isLocal({ carrier, simulatorPort }: Config): boolean {
  return carrier.apiBaseUrl === `http://127.0.0.1:${simulatorPort}`;
}
