import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { serveFolder } from '../browser/hosting/serve-folder.ts';
import { copyProject } from '../support/operations/copy-project.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');

type Step = {
  name?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
};
type Job = {
  needs?: string;
  uses?: string;
  steps?: Step[];
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
};
type Workflow = {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
};

const workflows = globSync('*.yml', { cwd: folder }).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  return { name, text, workflow: parse(text) as Workflow };
});

function read(name: string): Workflow {
  const found = workflows.find((each) => each.name === name);
  assert.ok(found !== undefined, name);
  return found.workflow;
}

/** What a job may write, and why it must. */
const allowedWrites: Record<string, string[]> = {
  'deploy.yml/deploy': ['pages', 'id-token'],
  'image.yml/image': ['packages', 'id-token', 'attestations'],
  'codeql.yml/analyze': ['security-events'],
};

/** Rules of actionlint and zizmor that concern these files. */
function findFaults({ name, text, workflow }: { name: string; text: string; workflow: Workflow }): string[] {
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, { steps = [] }]) => steps);
  return [
    ...(JSON.stringify(workflow.permissions) === '{"contents":"read"}'
      ? []
      : ['the default token can write']),
    ...('pull_request_target' in workflow.on ? ['runs code of strangers with secrets'] : []),
    ...jobs.flatMap(([id, job]) =>
      job.uses === undefined && job['timeout-minutes'] === undefined ? [`${id} has no timeout`] : [],
    ),
    ...jobs.flatMap(([id, { permissions = {} }]) =>
      Object.entries(permissions)
        .filter(([right, level]) => level === 'write' && !allowedWrites[`${name}/${id}`]?.includes(right))
        .map(([right]) => `${id} may write ${right}`),
    ),
    ...[...text.matchAll(/uses: (.+)$/gm)]
      .map(([, used = '']) => used)
      .filter((used) => !used.startsWith('./') && !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))
      .map((used) => `${used} is not pinned by commit with its version`),
    ...steps
      .filter(({ uses = '' }) => uses.startsWith('actions/checkout@'))
      .filter((step) => step.with?.['persist-credentials'] !== false)
      .map(() => 'the checkout keeps the token'),
    ...steps.flatMap(({ run = '' }) =>
      run.includes('${{') ? [`a script contains an expression: ${run}`] : [],
    ),
  ];
}

for (const each of workflows) {
  test(`the workflow ${each.name} is pinned and has the least rights`, () => {
    assert.deepEqual(findFaults(each), []);
  });
}

const planted: [string, (text: string) => string][] = [
  ['an action by its tag', (text) => text.replace(/checkout@[0-9a-f]{40}/, 'checkout@v5')],
  ['a token that can write', (text) => text.replace('contents: read', 'contents: write')],
  ['a checkout that keeps the token', (text) => text.replace('persist-credentials: false', 'fetch-depth: 1')],
  [
    'a script with an expression',
    (text) => text.replace('run: ./scripts', 'run: echo \u0024{{ github.head_ref }} #'),
  ],
  ['a job without a timeout', (text) => text.replace(/timeout-minutes: \d+/, 'name: test')],
];
for (const [fault, plant] of planted) {
  test(`the rules find ${fault}`, () => {
    const text = plant(readFileSync(join(folder, 'ci.yml'), 'utf8'));
    assert.notDeepEqual(findFaults({ name: 'ci.yml', text, workflow: parse(text) as Workflow }), []);
  });
}

test('CI runs the command of the README', () => {
  const runs = read('ci.yml').jobs.test?.steps?.map(({ run }) => run) ?? [];
  assert.ok(runs.includes('./scripts/test-runner.sh'));
  assert.match(readFileSync(join(root, 'README.md'), 'utf8'), /\.\/scripts\/test-runner\.sh/);
});

test('pages and images are published only after the tests', () => {
  for (const [name, job] of [
    ['deploy.yml', 'build'],
    ['image.yml', 'image'],
  ] as const) {
    const { jobs } = read(name);
    assert.equal(jobs[job]?.needs, 'test');
    assert.equal(jobs.test?.uses, './.github/workflows/ci.yml');
  }
  assert.equal(read('deploy.yml').jobs.deploy?.needs, 'build');
});

test('the image is published with its parts and where it was built', () => {
  const steps = read('image.yml').jobs.image?.steps ?? [];
  const push = steps.find(({ uses = '' }) => uses.startsWith('docker/build-push-action@'));
  assert.equal(push?.with?.sbom, true);
  assert.equal(push?.with?.provenance, 'mode=max');
  assert.ok(steps.some(({ uses = '' }) => uses.startsWith('actions/attest-build-provenance@')));
});

test('every file of .github is YAML', () => {
  const files = globSync('.github/**/*.yml', { cwd: root });
  assert.ok(files.length >= 8);
  for (const file of files)
    assert.equal(typeof parse(readFileSync(join(root, file), 'utf8')), 'object', file);
});

/** Runs the scripts of the build job, but for the installation, with GitHub's variables and these repository variables. */
function build(
  t: TestContext,
  variables: Record<string, string>,
): { folder: string; status: number; output: string } {
  const copy = mkdtempSync(join(tmpdir(), 'pages build '));
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  copyProject(copy);
  writeFileSync(join(copy, 'frontend/CNAME'), 'contact.example.com\n');
  let output = '';
  for (const { run, env = {} } of read('deploy.yml').jobs.build?.steps ?? []) {
    if (run === undefined || run.startsWith('npm ci')) continue;
    const filled = Object.entries(env).map(([name, expression]) => {
      const variable = /^\$\{\{ vars\.(\w+) \}\}$/.exec(expression)?.[1];
      assert.ok(variable !== undefined, `${basename(copy)}: ${expression}`);
      return [name, variables[variable] ?? ''];
    });
    const done = spawnSync('bash', ['-e', '-c', run], {
      cwd: copy,
      env: {
        PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
        GITHUB_REPOSITORY: 'example/callback',
        GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
        ...Object.fromEntries(filled),
      },
      encoding: 'utf8',
    });
    output += done.stdout + done.stderr;
    if (done.status !== 0) return { folder: copy, status: done.status ?? 1, output };
  }
  return { folder: join(copy, 'dist/site'), status: 0, output };
}

test('the Pages artefact of the workflow works from another origin', async (t) => {
  const {
    folder: site,
    status,
    output,
  } = build(t, {
    BACKEND_URL: 'https://calls.example.com',
    FRONTEND_URL: 'https://contact.example.com',
    BUSINESS_NAME: 'Example Business',
  });
  assert.equal(status, 0, output);
  const host = await serveFolder(site);
  t.after(() => host.close());
  const get = (path: string) => fetch(`http://127.0.0.1:${host.port}/site/${path}`);
  const page = await (await get('')).text();
  assert.match(page, /connect-src[^"]*https:\/\/calls\.example\.com/);
  for (const [, asset = ''] of page.matchAll(/(?:src|href)="\.\/([^"]+)"/g))
    assert.equal((await get(asset)).status, 200, asset);
  assert.equal((await (await get('CNAME')).text()).trim(), 'contact.example.com');
  assert.equal((await get('admin/dashboard.html')).status, 200);
  const scripts = globSync('assets/*.js', { cwd: site }).map((file) =>
    readFileSync(join(site, file), 'utf8'),
  );
  assert.ok(scripts.some((text) => text.includes('0123456789abcdef0123456789abcdef01234567')));
  assert.match(await (await get('privacy.html')).text(), /Example Business/);
});

test('a deployment without BACKEND_URL stops and says what to set', (t) => {
  const { status, output } = build(t, {});
  assert.equal(status, 1);
  assert.match(output, /::error::Set the repository variable BACKEND_URL/);
});
