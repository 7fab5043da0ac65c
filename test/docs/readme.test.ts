import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { startRehearsal } from '../../backend/cli/rehearsal/rehearsal.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

async function commandIn(page: string, beginning: string): Promise<string> {
  const text = await readFile(join(root, page), 'utf8');
  const command = text
    .split('```bash\n')
    .slice(1)
    .map((rest) => rest.split('```')[0] ?? '')
    .find((block) => block.startsWith(beginning));
  assert.ok(command !== undefined, `${page} has no command that begins with ${beginning}`);
  return command;
}

test('the API example of the README requests a callback', async (t) => {
  const rehearsal = await startRehearsal({ speed: 1 });
  t.after(() => rehearsal.stop());
  const command = (await commandIn('README.md', 'curl -s http://127.0.0.1:8501/api/v1/callbacks'))
    .replace('http://127.0.0.1:8501', rehearsal.backendUrl)
    .replace('npm run --silent captcha', `npm run --silent captcha -- ${rehearsal.backendUrl}`);
  const { stdout } = await run('bash', ['-c', command], { cwd: root });
  const { status, phone } = JSON.parse(stdout);
  assert.deepEqual([status, phone], ['pending', '+1 201 555 0142']);
});
