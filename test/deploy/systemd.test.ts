import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { renderUnits } from '../../backend/operations/service/unit.ts';

const missing = spawnSync('systemd-analyze', ['--version']).error !== undefined;
const skip = missing ? 'systemd-analyze is not installed (apt-get install systemd)' : false;

/** Exposure from 0 (none) to 10; systemd calls 2.0 to 4.9 "OK". Network and the JIT of V8 cost the rest. */
const maxExposure = '20';

/** Writes the units of an installation whose path has a space, a percent sign and a dollar sign. */
function writeUnits(t: { after(fn: () => void): void }): { folder: string; files: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'units '));
  t.after(() => rmSync(folder, { recursive: true }));
  const root = join(folder, 'the shop 100% $HOME');
  const bin = join(root, '.releases/abc/node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync('abc', join(root, '.releases/current'));
  copyFileSync('/bin/true', join(bin, 'node'));
  const dataFolder = join(root, 'data');
  const units = renderUnits({
    root,
    user: 'daemon',
    group: 'daemon',
    dataFolder,
    backupFolder: join(dataFolder, 'backups'),
  });
  for (const [name, text] of Object.entries(units)) writeFileSync(join(folder, name), text);
  return { folder, files: Object.keys(units).map((name) => join(folder, name)) };
}

test('systemd accepts the units without a complaint', { skip }, (t) => {
  const { files } = writeUnits(t);
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], {
    encoding: 'utf8',
  });
  // Units of the machine itself may have faults of their own.
  const ours = stderr.split('\n').filter((line) => line.includes('callback'));
  assert.deepEqual(ours, []);
  assert.equal(status, 0, stderr);
});

for (const name of ['callback.service', 'callback-backup.service']) {
  test(`systemd finds the exposure of ${name} below 2.0`, { skip }, (t) => {
    const { folder } = writeUnits(t);
    const output = execFileSync(
      'systemd-analyze',
      ['security', '--offline=true', `--threshold=${maxExposure}`, '--no-pager', join(folder, name)],
      { encoding: 'utf8' },
    );
    assert.match(output, /Overall exposure level/);
  });
}

test('the timer takes a backup once a day', { skip }, (t) => {
  const { folder } = writeUnits(t);
  const [, calendar = ''] =
    /OnCalendar=(.*)/.exec(renderUnitsIn(folder)['callback-backup.timer'] ?? '') ?? [];
  const output = execFileSync('systemd-analyze', ['calendar', '--iterations=2', calendar], {
    encoding: 'utf8',
  });
  assert.match(output, /Iteration|Iter/);
});

function renderUnitsIn(root: string): Record<string, string> {
  return renderUnits({ root, user: 'a', group: 'a', dataFolder: root, backupFolder: root });
}

test('an installation in a home folder is readable, and writable only where data is', () => {
  const units = renderUnits({
    root: '/home/ada/callback',
    user: 'ada',
    group: 'ada',
    dataFolder: '/home/ada/callback/data',
    backupFolder: '/mnt/backups',
  });
  const unit = units['callback.service'] ?? '';
  assert.match(unit, /^ProtectHome=read-only$/m);
  assert.match(unit, /^ReadWritePaths=\/home\/ada\/callback\/data \/mnt\/backups$/m);
});
