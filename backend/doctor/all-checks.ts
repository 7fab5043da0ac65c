import type { Check } from './check.ts';
import { addressChecks } from './checks/address.ts';
import { carrierChecks } from './checks/carrier.ts';
import { dataChecks } from './checks/data.ts';
import { envFileChecks } from './checks/env-file.ts';
import { machineChecks } from './checks/machine.ts';
import { productionChecks } from './checks/production.ts';
import { serviceChecks } from './checks/service.ts';
import { settingsChecks } from './checks/settings.ts';
import { visitorChecks } from './checks/visitors.ts';
import { webhookChecks } from './checks/webhooks.ts';

/** Every check, in the order in which its finding should be fixed. */
export const allChecks: readonly Check[] = [
  ...machineChecks,
  ...serviceChecks,
  ...envFileChecks,
  ...settingsChecks,
  ...dataChecks,
  ...carrierChecks,
  ...addressChecks,
  ...visitorChecks,
  ...webhookChecks,
  ...productionChecks,
];

/** The first eight numbers of `./scripts/troubleshoot.sh`, each with its checks; the ninth is the summary. */
export const steps: readonly { title: string; checks: readonly string[] }[] = [
  { title: 'Docker daemon status', checks: ['docker'] },
  { title: 'Service and container status', checks: ['service.running', 'service.version', 'service.page'] },
  { title: 'Port availability', checks: ['service.port'] },
  { title: 'Health endpoint', checks: ['service.health'] },
  { title: 'Recent logs', checks: ['logs.recent'] },
  { title: 'Error detection', checks: ['logs.errors'] },
  { title: 'Environment config', checks: ['settings', 'data', 'database', 'machine'] },
  { title: 'Disk space', checks: ['disk'] },
];
