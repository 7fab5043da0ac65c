import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRecordingLog } from '../test/support/fakes/recording-log.ts';
import { reportEnvFile } from './report-setup.ts';

test('settings that the group or others can read are reported with the fix', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'env-file-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, '.env');
  const fixes = () => {
    const { log, lines } = createRecordingLog();
    reportEnvFile(log, path);
    return lines.map(({ fields }) => fields.fix);
  };
  assert.deepEqual(fixes(), [], 'no file');
  writeFileSync(path, 'TWILIO_SID=AC1');
  for (const mode of [0o644, 0o640, 0o604]) {
    chmodSync(path, mode);
    assert.deepEqual(fixes(), [`chmod 600 ${path}`], mode.toString(8));
  }
  chmodSync(path, 0o600);
  assert.deepEqual(fixes(), []);
});
