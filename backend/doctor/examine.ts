import type { DoctorReport } from '../../contract/operator/doctor.ts';
import type { ManagedService } from '../adapters/service/service.ts';
import { stopped } from '../adapters/service/service.ts';
import type { Config } from '../config/config.ts';
import { allChecks } from './all-checks.ts';
import { runChecks } from './run-checks.ts';
import { createSystem } from './system.ts';

/** What only an operator on the machine can look at, or what the answer itself proves. */
const outside = ['docker', 'service', 'logs', 'business', 'spending', 'server'];

/** Runs the doctor's checks inside the server, with the settings that it runs with. */
export function examineFromServer(config: Config): Promise<DoctorReport> {
  const system = createSystem({
    folder: process.cwd(),
    environment: {},
    service: noService,
    config,
  });
  const checks = allChecks.filter(({ id }) => !outside.includes(id.split('.')[0] ?? ''));
  return runChecks(checks, system, { production: config.production });
}

const noService: ManagedService = {
  kind: 'process',
  state: async () => stopped,
  start: async () => {},
  stop: async () => {},
  restart: async () => {},
  log: async () => [],
  follow: () => [],
};
