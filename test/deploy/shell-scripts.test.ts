import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const missing = spawnSync('shellcheck', ['--version']).error !== undefined;
const skip = missing ? 'ShellCheck is not installed (apt-get install shellcheck)' : false;

const scripts = globSync(['**/*.sh', '.ci/*'], { cwd: root, exclude: ['node_modules', 'dist'] });

function shellcheck(folder: string, files: string[], ...options: string[]): string {
  return spawnSync('shellcheck', ['--format=gcc', ...options, ...files], { cwd: folder, encoding: 'utf8' })
    .stdout;
}

test('ShellCheck finds nothing in any script', { skip }, () => {
  for (const file of ['run.sh', '.ci/run', 'scripts/lib/prepare.sh', 'scripts/setup-tunnel.sh'])
    assert.ok(scripts.includes(file), file);
  assert.equal(shellcheck(root, scripts), '');
});

type Workflow = { jobs: Record<string, { steps?: { run?: string }[] }> };

/** A job runs its steps with bash; what GitHub fills in is a word to the shell. */
test('ShellCheck finds nothing in the steps of the workflows', { skip }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-steps-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const files = globSync('.github/workflows/*.yml', { cwd: root }).flatMap((path) => {
    const { jobs } = parse(readFileSync(join(root, path), 'utf8')) as Workflow;
    const steps = Object.values(jobs).flatMap(({ steps = [] }) => steps);
    return steps.flatMap(({ run }, index) => {
      if (run === undefined) return [];
      const file = `${path.split('/').at(-1)}-${index}.sh`;
      writeFileSync(join(folder, file), run.replaceAll(/\$\{\{.*?\}\}/g, 'filled-in'));
      return [file];
    });
  });
  assert.ok(files.length > 3);
  assert.equal(shellcheck(folder, files, '--shell=bash'), '');
});
