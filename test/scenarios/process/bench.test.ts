import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { Report } from '../../../bench/report/report.ts';

test('the bench completes and measures every value that has a target', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/run.ts', '--quick', '--json']);
  const { rows } = JSON.parse(stdout) as Report;
  assert.ok(rows.length > 15, `${rows.length} rows`);
  for (const { part, name, value } of rows) assert.ok(value > 0, `${part}: ${name}: ${value}`);
  const aims = rows.filter(({ aim }) => aim !== undefined).map(({ name }) => name);
  assert.deepEqual(aims, ['intake to bare route', 'p99', 'prompt p99', 'keys p99', 'resident, idle']);
});
