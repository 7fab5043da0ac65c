import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commands } from '../../../backend/cli/commands.ts';
import { openInstallation } from '../../support/operate/installation.ts';

test('start, status, health, logs, restart and stop work on a service without Docker', async (t) => {
  const installation = await openInstallation(t);
  const { run } = installation;
  t.after(() => run('stop'));
  const status = async () => JSON.parse((await run('status', '--json')).output);
  assert.equal((await run('status')).code, 1);
  assert.equal((await run('health')).code, 2);
  const started = await run('start');
  assert.match(started.output, /The service answers at http:\/\/127\.0\.0\.1:\d+ \(process\)/);
  assert.equal(started.code, 0);
  const first = await status();
  assert.deepEqual([first.running, first.ready, first.service], [true, true, 'process']);
  assert.equal((await run('health')).code, 0);
  assert.match((await run('logs')).output, /Server running on/);
  assert.equal((await run('doctor')).code, 0);
  assert.equal((await run('restart')).code, 0);
  const second = await status();
  assert.notEqual(second.pid, first.pid);
  assert.throws(() => process.kill(first.pid, 0), { code: 'ESRCH' });
  assert.equal((await run('stop')).code, 0);
  assert.equal((await status()).running, false);
  assert.match((await run('logs', '--lines', '3')).output, /server stopped/);
});

test('a start with a wrong setting names it and starts nothing', async (t) => {
  const installation = await openInstallation(t);
  installation.configure({ BUSINESS_LINES: 'many' });
  const { code, output } = await installation.run('start');
  assert.equal(code, 1);
  assert.match(output, /BUSINESS_LINES/);
  assert.equal((await installation.run('status')).code, 1);
});

test('the menu has the thirteen options of its numbers, each once', () => {
  const numbers = commands.flatMap(({ number }) => (number === undefined ? [] : [number]));
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    Array.from({ length: 13 }, (_, index) => index + 1),
  );
  assert.equal(new Set(commands.map(({ name }) => name)).size, commands.length);
});

test('an unknown command or option exits with 2, help with 0', async (t) => {
  const { run } = await openInstallation(t);
  assert.equal((await run('no-such-command')).code, 2);
  assert.equal((await run('logs', '--no-such-option')).code, 2);
  assert.equal((await run('settings', 'set', 'NO_SUCH_SETTING', '1')).code, 2);
  assert.equal((await run('costs', '--answered', '120')).code, 2);
  for (const { name, usage } of commands)
    if (usage !== undefined) assert.equal((await run(name, '--help')).code, 0, name);
});

test('costs adds up the lines that it prints', async (t) => {
  const { run } = await openInstallation(t);
  const { output } = await run('costs', '--json');
  const { lines, total, once } = JSON.parse(output);
  const sum = lines.reduce((added: number, { amount }: { amount: number }) => added + amount, 0);
  assert.equal(total, sum);
  assert.deepEqual([Math.round(total * 100), once], [1055, 19.5]);
});

test('clean without an answer names the database and removes nothing', async (t) => {
  const { run, folder } = await openInstallation(t);
  const database = join(folder, 'data/callbacks.db');
  writeFileSync(database, '');
  const { code, output } = await run('clean', '--data');
  assert.match(output, /the database with all requests/);
  assert.match(output, /Nothing was removed/);
  assert.equal(code, 1);
  assert.ok(existsSync(database));
});
