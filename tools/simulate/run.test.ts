import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { simulate } from '../../test/support/simulation/simulate.ts';

test('the command plays the callbacks of a seed and prints their results', async () => {
  const options = ['--callbacks', '20', '--seed', '3', '--workers', '1'];
  const command = ['tools/simulate/run.ts', ...options];
  const { stdout } = await promisify(execFile)(process.execPath, command);
  const lines = stdout.trim().split('\n');
  assert.match(lines[0] ?? '', /^20 callbacks in 1 runs, /);
  assert.equal(lines.at(-2), '0 broken guarantees');
  const { fingerprint, outcomes } = await simulate({ seed: 3, size: 20 });
  const expected = createHash('sha256').update(fingerprint).digest('hex').slice(0, 16);
  assert.equal(lines.at(-1), `fingerprint ${expected}`);
  const counts = lines.slice(2, -2).map((line) => Number.parseInt(line, 10));
  assert.deepEqual(counts, Object.values(outcomes));
});
