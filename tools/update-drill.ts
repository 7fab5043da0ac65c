import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { currentRelease, switchRelease } from '../backend/operations/update/releases.ts';
import { type InstalledCopy, installCopy } from '../test/support/operations/installed-copy.ts';

/**
 * Kills updates of a large database with SIGKILL at random moments, runs each again and checks every row:
 * node tools/update-drill.ts --rows 1000000 --kills 50
 */
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, kills: { type: 'string', default: '50' } },
});
const rows = Number(values.rows);
const kills = Number(values.kills);

/** Returns what is wrong with the copy; `undefined` when nothing is. */
async function findFault(copy: InstalledCopy): Promise<string | undefined> {
  const isNew = currentRelease(copy.root) === copy.commits.next;
  const [found] = copy.sql<{ count: number; renewed: number }>(
    `select count(*) as count, sum(status_message like '%(new)') as renewed
    from callbacks where request_id like 'filled-%'`,
  );
  if (found?.count !== rows) return `${found?.count} rows`;
  if (found.renewed !== (isNew ? rows : 0)) return `${found.renewed} migrated rows`;
  return (await copy.health())?.status === 'healthy' ? undefined : 'no answer';
}

/** Puts the first version and its database back without the code under test. */
function reset(copy: InstalledCopy, pristine: string): void {
  copy.systemctl('stop');
  for (const end of ['', '-wal', '-shm', '.seal']) rmSync(copy.databasePath + end, { force: true });
  rmSync(join(copy.root, 'data/backups'), { recursive: true, force: true });
  for (const name of ['update.json', 'last-update.json'])
    rmSync(join(copy.root, '.releases', name), { force: true });
  cpSync(pristine, copy.databasePath);
  switchRelease(copy.root, copy.commits.first);
  copy.systemctl('start');
}

function interruptedStep(root: string): string {
  try {
    return (JSON.parse(readFileSync(join(root, '.releases/update.json'), 'utf8')) as { step: string }).step;
  } catch {
    return 'before or after';
  }
}

const copy = await installCopy({ rows });
const pristine = join(copy.root, 'pristine.db');
copy.systemctl('stop');
cpSync(copy.databasePath, pristine);
reset(copy, pristine);
const startedAt = performance.now();
const whole = await copy.command(['--to', 'next']);
const wholeMs = performance.now() - startedAt;
console.log(`one update takes ${Math.round(wholeMs)} ms, exit code ${whole.code}`);
let faults = 0;
for (let kill = 1; kill <= kills; kill += 1) {
  reset(copy, pristine);
  // Spread over the whole update, with a random share, so that no step is missed.
  const afterMs = Math.round(((kill - Math.random()) / kills) * wholeMs);
  await copy.command(['--to', 'next'], afterMs);
  const step = interruptedStep(copy.root);
  const { code, output } = await copy.command(['--to', 'next']);
  const fault = code === 0 ? await findFault(copy) : output;
  if (fault !== undefined) faults += 1;
  console.log(`kill ${kill} after ${afterMs} ms (${step}): ${fault ?? 'every row, and it answers'}`);
}
console.log(`${kills} kills, ${faults} faults`);
copy.remove();
process.exitCode = faults === 0 ? 0 : 1;
