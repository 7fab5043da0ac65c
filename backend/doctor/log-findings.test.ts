import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRecordingLog } from '../../test/support/fakes/recording-log.ts';
import { logEnvFile } from './log-findings.ts';

test('settings that the group or others can read are reported with the fix', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'env-file-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, '.env');
  const fixes = async () => {
    const { log, lines } = createRecordingLog();
    await logEnvFile(log, path);
    return lines.map(({ fields }) => fields.fix);
  };
  assert.deepEqual(await fixes(), [], 'no file');
  writeFileSync(path, 'TWILIO_SID=AC1');
  for (const mode of [0o644, 0o640, 0o604]) {
    chmodSync(path, mode);
    assert.deepEqual(
      await fixes(),
      ['Make .env readable by its owner only. chmod 600 .env'],
      mode.toString(8),
    );
  }
  chmodSync(path, 0o600);
  assert.deepEqual(await fixes(), []);
});

test('a line of .env that is read differently from its looks is reported', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'env-file-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, '.env');
  writeFileSync(path, 'SMTP_URL=smtps://user:pass#word@mail.example.com\n', { mode: 0o600 });
  const { log, lines } = createRecordingLog();
  await logEnvFile(log, path);
  assert.deepEqual(
    lines.map(({ level, fields }) => [level, fields.fix]),
    [['warn', 'Write the value in quotes. ./run.sh doctor --fix --only settings.comments']],
  );
  assert.doesNotMatch(JSON.stringify(lines), /pass/);
});
