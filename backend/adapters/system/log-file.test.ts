import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { createLog } from './log.ts';
import { createLogFile, createLogFiles } from './log-file.ts';

function folder(t: { after(fn: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'log '));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test('a log file keeps at most two files of its size', (t) => {
  const path = join(folder(t), 'app.log');
  const file = createLogFile(path, 100);
  for (let number = 0; number < 50; number += 1) file.write(`line ${number}\n`);
  assert.ok(statSync(path).size + statSync(`${path}.1`).size <= 2 * 110);
  assert.match(readFileSync(path, 'utf8'), /line 49\n$/);
  assert.equal(statSync(path).mode & 0o077, 0);
});

test('log files get what the standard output gets, with numbers masked', (t) => {
  const path = join(folder(t), 'app.log');
  const destination = new PassThrough();
  const log = createLog({ level: 'debug', destination, files: createLogFiles(path) });
  log.debug('call placed', { to: '+12015550142' });
  log.info('sign-in provider ready', { provider: 'google' });
  const printed = String(destination.read());
  assert.equal(readFileSync(path, 'utf8'), printed);
  assert.doesNotMatch(printed, /2015550142/);
  const signIn = readFileSync(join(path, '../oauth_providers.log'), 'utf8').trim().split('\n');
  assert.deepEqual(
    signIn.map((line) => JSON.parse(line).message),
    ['sign-in provider ready'],
  );
});

test('a log file that cannot be written does not stop the log', (t) => {
  const path = join(folder(t), 'missing/app.log');
  const destination = new PassThrough();
  createLog({ level: 'info', destination, files: createLogFiles(path) }).info('server stopped');
  assert.match(String(destination.read()), /server stopped/);
  assert.equal(existsSync(path), false);
});
