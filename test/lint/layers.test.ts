import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

/** A layer's own file, what it must not do, and what it may. */
type Layer = { file: string; forbidden: string[]; allowed: string[] };

const pureGlobals = [
  'export const a = process.version;',
  'export const b = fetch;',
  'export const c = setTimeout;',
  'export const d = setInterval;',
  'export const e = Date;',
  'export const f = Intl;',
  'export const g = crypto;',
  'export const h = Math.random();',
];

function imports(...paths: string[]) {
  return paths.map((path) => `import '${path}';`);
}

const layers: Record<string, Layer> = {
  domain: {
    file: 'backend/domain/callback/planted.ts',
    forbidden: [
      ...imports('../../ports/clock.ts', '../../usecases/verify-phone.ts', '../../effects/runner.ts'),
      ...imports('../../adapters/sql/store.ts', '../../http/app.ts', '../../../contract/callback.ts'),
      ...imports('zod', 'node:crypto', '../../../simulator/server.ts', '../../config.ts'),
      ...pureGlobals,
    ],
    allowed: imports('./state.ts', '../attempt/leg.ts'),
  },
  ports: {
    file: 'backend/ports/planted.ts',
    forbidden: [
      ...imports('../usecases/verify-phone.ts', '../effects/runner.ts', '../adapters/sql/store.ts', 'kysely'),
      ...pureGlobals,
    ],
    allowed: imports('./clock.ts', '../domain/callback/state.ts'),
  },
  usecases: {
    file: 'backend/usecases/planted.ts',
    forbidden: [
      ...imports('../effects/runner.ts', '../adapters/sql/store.ts', '../queries/list.ts', '../http/app.ts'),
      ...imports('../../contract/callback.ts', 'twilio', '../compose.ts'),
      ...pureGlobals,
    ],
    allowed: imports('./verify-phone.ts', '../ports/clock.ts', '../domain/callback/state.ts'),
  },
  effects: {
    file: 'backend/effects/planted.ts',
    forbidden: [
      ...imports('../adapters/twilio/voice.ts', '../queries/list.ts', '../http/app.ts', 'pino'),
      ...pureGlobals,
    ],
    allowed: imports('./runner.ts', '../usecases/verify-phone.ts', '../ports/clock.ts'),
  },
  queries: {
    file: 'backend/queries/planted.ts',
    forbidden: imports('../usecases/verify-phone.ts', '../effects/runner.ts', '../adapters/sql/store.ts'),
    allowed: imports('../adapters/sql/schema.ts', '../../contract/callback.ts', 'kysely'),
  },
  ...Object.fromEntries(
    (['twilio', 'sql', 'system', 'notice', 'oauth', 'captcha'] as const).map((adapter, index, all) => [
      `adapters/${adapter}`,
      {
        file: `backend/adapters/${adapter}/planted.ts`,
        forbidden: [
          ...imports('../../usecases/verify-phone.ts', '../../effects/runner.ts', '../../http/app.ts'),
          ...imports(`../${all[(index + 1) % all.length]}/sibling.ts`, '../../compose.ts'),
        ],
        allowed: imports('./own.ts', '../../ports/clock.ts', '../../domain/callback/state.ts', 'some-sdk'),
      },
    ]),
  ),
  http: {
    file: 'backend/http/planted.ts',
    forbidden: imports('../adapters/twilio/voice.ts', '../effects/runner.ts', '../compose.ts'),
    allowed: imports('../usecases/verify-phone.ts', '../queries/list.ts', '../ports/clock.ts', 'fastify'),
  },
  cli: {
    file: 'backend/cli/planted.ts',
    forbidden: imports('../adapters/sql/store.ts', '../effects/runner.ts', '../../simulator/server.ts'),
    allowed: imports('../usecases/verify-phone.ts', '../domain/callback/state.ts', 'picocolors'),
  },
  contract: {
    file: 'contract/planted.ts',
    forbidden: imports('../backend/domain/callback/state.ts', '../simulator/server.ts'),
    allowed: imports('./callback.ts', 'zod'),
  },
  simulator: {
    file: 'simulator/planted.ts',
    forbidden: imports('../backend/domain/callback/state.ts', '../contract/callback.ts'),
    allowed: imports('./server.ts', 'fastify'),
  },
  environment: {
    file: 'backend/http/reads-environment.ts',
    forbidden: ['export const port = process.env.PORT;'],
    allowed: ['export const port = process.version;'],
  },
};

const root = join(import.meta.dirname, '../..');
let copy: string;

/** A tree of its own with the same configuration, so that nothing is planted where others work. */
before(async () => {
  copy = await mkdtemp(join(tmpdir(), 'layers-'));
  await copyFile(join(root, 'biome.json'), join(copy, 'biome.json'));
  await cp(join(root, 'scripts/lint'), join(copy, 'scripts/lint'), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
});

after(() => rm(copy, { recursive: true }));

/** The planted lines that the linter complains about. */
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

for (const [name, { file, forbidden, allowed }] of Object.entries(layers)) {
  test(`${name}: every forbidden import or global is reported, every allowed one passes`, async () => {
    assert.deepEqual(await reported(file, forbidden), forbidden);
    assert.deepEqual(await reported(file, allowed), []);
  });
}
