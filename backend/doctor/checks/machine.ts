import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, fail, type Outcome, pass, skip, warn } from '../check.ts';
import type { System } from '../system.ts';

const gigabyte = 2 ** 30;
const leastFreeBytes = 0.2 * gigabyte;
const wantedFreeBytes = gigabyte;
const minNodeMajor = 24;

/** The machine below the service. */
export const machineChecks: Check[] = [
  { id: 'docker.daemon', title: 'Docker answers, if it runs the service', run: checkDocker },
  {
    id: 'machine.node',
    title: 'Node is new enough',
    run() {
      const { node } = process.versions;
      if (Number.parseInt(node, 10) >= minNodeMajor) return pass;
      return fail(`Node ${node} runs this`, 'The server does not start.', {
        text: `Install Node ${minNodeMajor} or later from https://nodejs.org, or use ./run.sh, which brings it.`,
      });
    },
  },
  {
    id: 'machine.packages',
    title: 'The packages belong to this version',
    run({ folder }) {
      const [lock, installed] = [
        join(folder, 'package-lock.json'),
        join(folder, 'node_modules/.package-lock.json'),
      ];
      if (!existsSync(lock)) return skip('this installation has no package-lock.json');
      if (existsSync(installed) && statSync(lock).mtimeMs <= statSync(installed).mtimeMs) return pass;
      return fail(
        'the installed packages are older than package-lock.json',
        'The server can fail at the start.',
        {
          text: 'Install the packages again.',
          commands: ['npm ci'],
        },
      );
    },
  },
  { id: 'disk.space', title: 'The disk has room', run: checkDisk },
];

async function checkDocker({ folder, probes, environment }: System): Promise<Outcome> {
  if (environment.CALLBACK_RUN !== 'docker' && !existsSync(join(folder, '.docker')))
    return skip('the service runs without Docker');
  const answer = await probes.run('docker', 'info', '--format', '{{.ServerVersion}}');
  if (answer === undefined)
    return fail('Docker is not installed', 'The container cannot start.', {
      text: 'Install Docker, or run without it.',
      commands: ['./run.sh settings unset CALLBACK_RUN'],
    });
  if (answer.code === 0) return pass;
  return fail('the Docker daemon does not answer', 'The container cannot start.', {
    text: 'Start Docker; your user must be in the group docker.',
    commands: ['sudo systemctl start docker'],
  });
}

async function checkDisk({ databasePath, probes }: System): Promise<Outcome> {
  const { freeBytes } = await probes.disk(databasePath);
  const databaseBytes = statSync(databasePath, { throwIfNoEntry: false })?.size ?? 0;
  if (freeBytes >= Math.max(wantedFreeBytes, 2.2 * databaseBytes)) return pass;
  const finding = freeBytes < leastFreeBytes ? fail : warn;
  return finding(
    `${Math.floor(freeBytes / 2 ** 20)} MB of the disk are free`,
    freeBytes < leastFreeBytes
      ? 'The database can soon not be written, and every request is then refused.'
      : 'An update or a backup needs 2.2 times the size of the database.',
    {
      text: 'Free space on the disk; old backups and logs below /tmp/callback-tests are the first to look at.',
    },
  );
}
