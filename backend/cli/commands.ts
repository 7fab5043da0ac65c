import { embedCommand } from './embed/embed.ts';
import type { Command } from './operate/command.ts';
import { costsCommand } from './operate/costs.ts';
import { doctorCommand } from './operate/doctor.ts';
import { docsCommand } from './operate/guides.ts';
import { cliCommand, scriptCommand } from './operate/run-program.ts';
import { secondFactorCommand } from './operate/second-factor.ts';
import { settingsCommand } from './operate/settings.ts';
import { monitorCommand } from './screens/monitor.ts';
import { cleanCommand } from './service/clean.ts';
import { logsCommand } from './service/logs.ts';
import { rebuildCommand, restartCommand, startCommand, stopCommand } from './service/service.ts';
import { healthCommand, statusCommand } from './service/status.ts';
import { setupCommand } from './setup/setup.ts';

/** Every command of `./run.sh`: first the thirteen of the menu, in its order. */
export const commands: readonly Command[] = [
  scriptCommand(
    {
      name: 'quick-start',
      number: 1,
      title: 'Quick Start',
      summary: 'builds, starts and tests everything, until Ctrl-C',
    },
    'quick-start.sh',
  ),
  monitorCommand,
  scriptCommand(
    {
      name: 'test',
      number: 3,
      title: 'Run Tests',
      summary: 'every check and test; --quick in under two minutes',
    },
    'test-runner.sh',
  ),
  doctorCommand,
  startCommand,
  stopCommand,
  restartCommand,
  logsCommand,
  rebuildCommand,
  cleanCommand,
  healthCommand,
  statusCommand,
  docsCommand,
  setupCommand,
  settingsCommand,
  costsCommand,
  embedCommand,
  cliCommand(
    { name: 'backup', title: 'Backup', summary: 'one file with database and encrypted settings' },
    'backup.ts',
  ),
  cliCommand(
    { name: 'restore', title: 'Restore', summary: 'brings a backup back: restore FILE' },
    'restore.ts',
  ),
  cliCommand(
    { name: 'move', title: 'Move', summary: 'to Postgres or back, while it runs: move --to postgres://…' },
    'move.ts',
  ),
  cliCommand(
    {
      name: 'install',
      title: 'Install',
      summary: 'a service that starts with the machine, and daily backups',
    },
    'install.ts',
  ),
  cliCommand(
    { name: 'update', title: 'Update', summary: 'the newest version, with a backup and a way back' },
    'update.ts',
  ),
  cliCommand(
    { name: 'rollback', title: 'Rollback', summary: 'the version before the last update' },
    'update.ts',
    'rollback',
  ),
  scriptCommand(
    { name: 'tunnel', title: 'Tunnel', summary: 'a public address: tunnel calls.example.com' },
    'setup-tunnel.sh',
  ),
  cliCommand(
    { name: 'notify', title: 'Notify', summary: 'tries each way to tell the business' },
    'notify.ts',
  ),
  cliCommand(
    { name: 'privacy', title: 'Privacy', summary: "shows or erases one visitor's data" },
    'privacy.ts',
  ),
  secondFactorCommand,
];
