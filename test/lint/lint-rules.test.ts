import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

/** Lines that the linter must report in a file, and lines that must pass. */
type Rule = { file: string; forbidden: string[]; allowed: string[] };

const worldGlobals = [
  'export const a = process.version;',
  'export const b = fetch;',
  'export const c = setTimeout;',
  'export const d = setInterval;',
  'export const e = Date;',
  'export const f = Intl;',
  'export const g = crypto;',
  'export const h = Math.random();',
];

const readsEnvironment = 'export const port = process.env.PORT;';

const rules: Record<string, Rule> = {
  ...Object.fromEntries(
    ['domain', 'ports', 'usecases', 'effects'].map((layer) => [
      `${layer} reaches no clock, randomness, network or environment`,
      { file: `backend/${layer}/planted.ts`, forbidden: worldGlobals, allowed: ['export const a = 1;'] },
    ]),
  ),
  'only config and entry points read the environment': {
    file: 'backend/http/planted.ts',
    forbidden: [readsEnvironment],
    allowed: ['export const version = process.version;'],
  },
  'a command reads the environment only in its entry point': {
    file: 'backend/cli/quick-start/planted.ts',
    forbidden: [readsEnvironment],
    allowed: [],
  },
  'the page writes text, never markup': {
    file: 'frontend/planted.ts',
    forbidden: ["document.body.innerHTML = 'x';", "document.body.insertAdjacentHTML('afterend', 'x');"],
    allowed: ["document.body.textContent = 'x';"],
  },
  'functions are declared and constants written in camelCase': {
    file: 'simulator/planted.ts',
    forbidden: [
      'export const double = (n: number) => 2 * n;',
      'export const later = async () => undefined;',
      'export const MAX_CALLS: number = 1;',
    ],
    allowed: [
      'export const ringSeconds = [1].map((n) => 2 * n);',
      'export const handle: () => void = () => undefined;',
    ],
  },
  'types say undefined, null stays at the edges': {
    file: 'simulator/planted.ts',
    forbidden: ['export type Call = { endedAt: number | null };'],
    allowed: ['export type Call = { endedAt: number | undefined };'],
  },
};

const root = join(import.meta.dirname, '../..');
let copy: string;

/** A separate tree with the same configuration, so that nothing is planted in the sources. */
before(async () => {
  copy = await mkdtemp(join(tmpdir(), 'layers-'));
  await copyFile(join(root, 'biome.json'), join(copy, 'biome.json'));
  await cp(join(root, 'scripts/lint'), join(copy, 'scripts/lint'), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
});

after(() => rm(copy, { recursive: true }));

/** The planted lines that the linter reports. */
async function reported(file: string, lines: readonly string[]): Promise<string[]> {
  const path = join(copy, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${lines.join('\n')}\n`);
  const found = await lint(file);
  return lines.filter((_, index) => found.has(index + 1));
}

/** Numbers of the lines with an error. GitHub's format is one line a finding, and stable. */
function lint(file: string): Promise<Set<number>> {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=github', '--max-diagnostics=none', '--error-on-warnings', file];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: copy }, (failed, stdout, stderr) => {
      const errors = stdout.matchAll(/^::error .*\bline=(\d+)/gm);
      const lines = new Set(Array.from(errors, ([, line]) => Number(line)));
      if (failed && lines.size === 0) reject(new Error(`The linter did not run: ${stderr}`));
      else resolve(lines);
    });
  });
}

for (const [name, { file, forbidden, allowed }] of Object.entries(rules)) {
  test(`lint: ${name}`, async () => {
    assert.deepEqual(await reported(file, forbidden), forbidden);
    assert.deepEqual(await reported(file, allowed), []);
  });
}
