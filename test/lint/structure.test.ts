import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findStructureProblems } from '../../scripts/lint/structure.ts';

/** Forbidden and allowed imports for a file of the layer. */
type Expectation = { file: string; forbidden: string[]; allowed: string[] };

const expectations: Record<string, Expectation> = {
  domain: {
    file: 'backend/domain/callback/planted.ts',
    forbidden: [
      '../../ports/clock.ts',
      '../../usecases/verify.ts',
      '../../../contract/callback.ts',
      'zod',
      'node:fs',
    ],
    allowed: ['./state.ts', '../attempt/leg.ts'],
  },
  ports: {
    file: 'backend/ports/planted.ts',
    forbidden: ['../usecases/verify.ts', '../adapters/sql/store.ts', '../config/config.ts', 'kysely'],
    allowed: ['./clock.ts', '../domain/callback/state.ts'],
  },
  usecases: {
    file: 'backend/usecases/request/planted.ts',
    forbidden: [
      '../../effects/run/runner.ts',
      '../../http/app.ts',
      '../../compose.ts',
      '../../../test/x.ts',
      'twilio',
    ],
    allowed: ['./verify.ts', '../../ports/clock.ts', '../../domain/callback/state.ts'],
  },
  effects: {
    file: 'backend/effects/planted.ts',
    forbidden: ['../adapters/twilio/voice.ts', '../http/app.ts', '../../simulator/server.ts', 'pino'],
    allowed: ['./runner.ts', '../usecases/verify.ts', '../ports/clock.ts'],
  },
  adapters: {
    file: 'backend/adapters/twilio/planted.ts',
    forbidden: [
      '../sql/store.ts',
      '../../usecases/verify.ts',
      '../../compose.ts',
      '../../../simulator/server.ts',
    ],
    allowed: [
      './own.ts',
      './voice/own.ts',
      '../../ports/clock.ts',
      '../../domain/callback/state.ts',
      'twilio',
    ],
  },
  config: {
    file: 'backend/config/planted.ts',
    forbidden: ['../http/app.ts', '../adapters/sql/store.ts', '../compose.ts'],
    allowed: ['./variables.ts', '../ports/clock.ts', 'zod'],
  },
  http: {
    file: 'backend/http/callbacks/planted.ts',
    forbidden: ['../../adapters/twilio/voice.ts', '../../effects/run/runner.ts', '../../config/config.ts'],
    allowed: [
      '../problems/problem.ts',
      '../../usecases/verify.ts',
      '../../../contract/callback.ts',
      'fastify',
    ],
  },
  cli: {
    file: 'backend/cli/planted.ts',
    forbidden: [
      '../adapters/sql/store.ts',
      '../../simulator/server.ts',
      '../../test/support/x.ts',
      '../../tools/x.ts',
    ],
    allowed: ['../usecases/verify.ts', '../config/config.ts', 'picocolors'],
  },
  contract: {
    file: 'contract/planted.ts',
    forbidden: ['../backend/domain/callback/state.ts', '../simulator/server.ts', 'fastify'],
    allowed: ['./callback.ts', 'zod'],
  },
  simulator: {
    file: 'simulator/planted.ts',
    forbidden: ['../backend/domain/callback/state.ts', '../contract/callback.ts', '../test/x.ts'],
    allowed: ['./server.ts', 'fastify'],
  },
  frontend: {
    file: 'frontend/planted.ts',
    forbidden: [
      '../contract/callback.ts',
      '../backend/domain/callback/state.ts',
      '../simulator/server.ts',
      'zod',
    ],
    allowed: ['./views/form.ts'],
  },
};

for (const [layer, { file, forbidden, allowed }] of Object.entries(expectations)) {
  test(`${layer}: every forbidden import is reported, every allowed one passes`, () => {
    const reported = problemsOf(
      file,
      [...forbidden, ...allowed].map((path) => `import { a } from '${path}';`),
    );
    assert.deepEqual(
      reported.map((problem) => problem.split(' ')[0]),
      forbidden.map((_, index) => `${file}:${index + 1}`),
    );
  });
}

test('the page may import types of the contract, however the import is written', () => {
  assert.deepEqual(
    problemsOf('frontend/planted.ts', ["import type { A } from '../contract/callback.ts';"]),
    [],
  );
  const values = ["export { a } from '../contract/a.ts';", "const b = await import('../contract/b.ts');"];
  assert.equal(problemsOf('frontend/planted.ts', values).length, 2);
});

test('a file outside every layer is reported', () => {
  assert.match(problemsOf('backend/adapters/postgres/planted.ts', [])[0] ?? '', /belongs to no layer/);
});

test('a folder with 15 files is reported; tests do not count', () => {
  const files = Array.from({ length: 15 }, (_, index) => ({ path: `contract/${index}.ts`, text: '' }));
  const unitTests = files.map(({ path }) => ({ path: path.replace('.ts', '.test.ts'), text: '' }));
  assert.deepEqual(findStructureProblems([...files.slice(1), ...unitTests]), []);
  assert.match(findStructureProblems(files)[0] ?? '', /^contract:1 holds 15 files/);
});

test('over 30 files of under 25 lines with under three importers are reported', () => {
  const small = Array.from({ length: 31 }, (_, index) => ({
    path: `backend/domain/${index}/a.ts`,
    text: '\n',
  }));
  const users = ['x', 'y', 'z'].map((name) => ({
    path: `backend/usecases/${name}.ts`,
    text: `import { a } from '../domain/0/a.ts';\n${'\n'.repeat(25)}const end = 0;\n`,
  }));
  const problemsBeside = (...files: typeof small) => findStructureProblems([...small, ...files]);
  assert.match(problemsBeside(...users.slice(1))[0] ?? '', /^31 files have under 25 lines/);
  assert.deepEqual(problemsBeside(...users), [], 'the third importer');
  small[0] = { path: 'backend/domain/0/a.ts', text: `${'const a = 1;\n'.repeat(25)}` };
  assert.deepEqual(problemsBeside(), [], 'a file of 25 lines');
});

test('a cycle of folders is reported, also over a third folder', () => {
  const cycle = [
    { path: 'backend/domain/a/one.ts', text: "import { two } from '../b/two.ts';\n" },
    { path: 'backend/domain/b/two.ts', text: "import { three } from '../c/three.ts';\n" },
    { path: 'backend/domain/c/three.ts', text: "import type { One } from '../a/one.ts';\n" },
  ];
  assert.equal(findStructureProblems(cycle).length, 3);
  assert.deepEqual(findStructureProblems(cycle.slice(1)), []);
});

test('a folder and its subfolder may import each other', () => {
  const nested = [
    { path: 'backend/http/app.ts', text: "import { route } from './pages/route.ts';\n" },
    { path: 'backend/http/pages/route.ts', text: "import type { App } from '../app.ts';\n" },
  ];
  assert.deepEqual(findStructureProblems(nested), []);
});

function problemsOf(path: string, lines: string[]): string[] {
  return findStructureProblems([{ path, text: lines.join('\n') }]);
}
