import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

type Line = {
  scenario: string;
  status?: string;
  outcome?: string;
  calls_placed?: number;
  sms_to_business?: number;
};

const expected: Record<string, [status: string, outcome: string, calls: number, texts: number]> = {
  answered: ['completed', 'talked', 1, 0],
  'business-no-answer': ['failed', 'business-no-answer', 1, 1],
  'business-busy': ['failed', 'business-busy', 1, 1],
  'business-declines': ['failed', 'business-declined', 1, 1],
  'business-voicemail': ['failed', 'business-voicemail', 1, 1],
  'visitor-no-answer': ['failed', 'visitor-no-answer', 1, 1],
  'after-hours': ['failed', 'after-hours-notified', 0, 1],
  'wrong-code': ['completed', 'talked', 1, 0],
  'cancel-while-ringing': ['cancelled', 'cancelled-by-visitor', 1, 0],
  'answer-lost': ['completed', 'talked', 1, 0],
};

test('every demo scenario ends as its name says', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['backend/cli/demo.ts', '--json']);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const endings = lines.filter(({ calls_placed }) => calls_placed !== undefined);
  const seen = endings.map((end) => [
    end.scenario,
    [end.status, end.outcome, end.calls_placed, end.sms_to_business],
  ]);
  assert.deepEqual(Object.fromEntries(seen), expected);
});

test('a timeline begins at 0 s, and the last line counts the callbacks', async () => {
  const one = ['backend/cli/demo.ts', '--scenario', 'after-hours'];
  const { stdout } = await promisify(execFile)(process.execPath, one);
  const lines = stdout.trim().split('\n');
  assert.match(lines[1] ?? '', /^ +0\.0 s {2}the visitor requested a callback$/);
  assert.equal(lines.at(-1), '✓ 1 of 1 callbacks ended as expected');
});

test('an unknown scenario is rejected with the list of known ones', async () => {
  const run = promisify(execFile)(process.execPath, ['backend/cli/demo.ts', '--scenario', 'nonsense']);
  await assert.rejects(run, (error: Error & { code?: number; stderr?: string }) => {
    assert.equal(error.code, 2);
    assert.match(error.stderr ?? '', /answered, business-no-answer/);
    return true;
  });
});
