import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { DockerfileParser, type From, type Instruction } from 'dockerfile-ast';
import { parse } from 'yaml';
import { contextFiles } from '../support/operations/build-context.ts';

const root = join(import.meta.dirname, '../..');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const composeText = readFileSync(join(root, 'docker-compose.yml'), 'utf8');

type Service = {
  container_name: string;
  profiles?: string[];
  ports?: string[];
  volumes?: string[];
  tmpfs?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  mem_limit?: string;
  user?: string;
  privileged?: boolean;
};
type Compose = { services: Record<string, Service>; volumes: Record<string, { name: string }> };
const compose = parse(composeText) as Compose;

/** Rules of hadolint that concern this file, by their number: https://github.com/hadolint/hadolint#rules */
function lint(text: string): string[] {
  const instructions = DockerfileParser.parse(text).getInstructions();
  const of = (keyword: string) => instructions.filter((each) => each.getKeyword() === keyword);
  const words = (each: Instruction) => each.getArgumentsContent() ?? '';
  const stages = of('FROM').map((each) => (each as From).getBuildStage());
  const isOutside = (each: Instruction) => !stages.includes((each as From).getImage() ?? '');
  const broken = (rule: string, found: Instruction[]) => found.map((each) => `${rule}: ${words(each)}`);
  const runs = of('RUN').map((each) => ({ each, text: words(each) }));
  return [
    ...broken(
      'digest',
      of('FROM').filter((each) => isOutside(each) && !/@sha256:[0-9a-f]{64}/.test(words(each))),
    ),
    ...broken(
      'DL3000',
      of('WORKDIR').filter((each) => !words(each).startsWith('/')),
    ),
    ...broken(
      'DL3002',
      of('USER')
        .slice(-1)
        .filter((each) => /^(?:root|0)\b/.test(words(each))),
    ),
    ...(of('USER').length === 0 ? ['DL3002: no USER'] : []),
    ...broken(
      'DL3004',
      runs.filter(({ text }) => /\bsudo\b/.test(text)).map(({ each }) => each),
    ),
    ...broken(
      'DL3009',
      runs
        .filter(({ text }) => text.includes('apt-get') && !text.includes('/var/lib/apt/lists'))
        .map(({ each }) => each),
    ),
    ...broken(
      'DL3015',
      runs
        .filter(({ text }) => text.includes('apt-get install') && !text.includes('--no-install-recommends'))
        .map(({ each }) => each),
    ),
    ...broken('DL3020', of('ADD')),
    ...broken(
      'DL3025',
      [...of('CMD'), ...of('ENTRYPOINT')].filter((each) => !words(each).startsWith('[')),
    ),
    ...broken(
      'DL4006',
      runs.filter(({ text }) => / \| /.test(text)).map(({ each }) => each),
    ),
    ...broken(
      'secret',
      [...of('ENV'), ...of('ARG')].filter((each) => /token|secret|password|key/i.test(words(each))),
    ),
  ];
}

function finalStage(): Instruction[] {
  const instructions = DockerfileParser.parse(dockerfile).getInstructions();
  return instructions.slice(instructions.findLastIndex((each) => each.getKeyword() === 'FROM'));
}

test('the Dockerfile keeps the rules of hadolint', () => {
  assert.deepEqual(lint(dockerfile), []);
});

const badLines = [
  'FROM node:24\nUSER 1000\n',
  `FROM a@sha256:${'0'.repeat(64)}\nRUN apt-get install curl\nUSER root\n`,
  `FROM a@sha256:${'0'.repeat(64)}\nUSER 1\nCMD node x\n`,
  `FROM a@sha256:${'0'.repeat(64)}\nUSER 1\nENV APP_SECRET=x\n`,
];
for (const bad of badLines) {
  test(`the rules find the fault in ${JSON.stringify(bad.split('\n').at(-2))}`, () => {
    assert.notDeepEqual(lint(bad), []);
  });
}

test('the compose file follows the Compose Specification', () => {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'schemas/compose-spec.json'), 'utf8'));
  const validate = new Ajv({
    strict: false,
    formats: { duration: true, ports: true, expose: true, subnet_ip_address: true },
  }).compile(schema);
  assert.equal(validate(compose), true, JSON.stringify(validate.errors));
  const wrong = parse(composeText.replace('read_only: true', 'readonly: true')) as Compose;
  assert.equal(validate(wrong), false);
});

test('every container of this project is read-only and has no rights', () => {
  for (const [name, service] of Object.entries(compose.services)) {
    assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
    assert.ok(service.mem_limit !== undefined, name);
    assert.equal(service.privileged, undefined, name);
    if (name === 'postgres') continue;
    assert.deepEqual([service.read_only, service.cap_drop], [true, ['ALL']], name);
  }
});

test('ports are open for this machine only', () => {
  const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
  assert.ok(ports.length >= 1);
  for (const port of ports) assert.match(port, /^127\.0\.0\.1:/);
});

test('names, volume, profiles and log files are those of the documents', () => {
  const { backend, ...others } = compose.services;
  assert.equal(backend?.container_name, 'callback-backend');
  assert.deepEqual(backend?.volumes, ['callback-data:/app/data']);
  assert.equal(compose.volumes['callback-data']?.name, 'callback-data');
  assert.deepEqual(
    Object.values(others)
      .flatMap(({ profiles }) => profiles ?? [])
      .sort(),
    ['postgres', 'simulator', 'tunnel'],
  );
  assert.ok(backend?.tmpfs?.some((mount) => mount.startsWith('/tmp')));
  const stage = finalStage()
    .map((each) => each.getTextContent())
    .join('\n');
  assert.match(stage, /LOG_FILE=\/tmp\/app\.log/);
  assert.match(stage, /install -y --no-install-recommends sqlite3/);
  assert.match(stage, /WORKDIR|FROM base/);
});

test('the image stops by SIGTERM, checks its health without curl, and owns its data', () => {
  const stage = finalStage();
  const one = (keyword: string) =>
    stage.find((each) => each.getKeyword() === keyword)?.getArgumentsContent() ?? '';
  assert.equal(one('STOPSIGNAL'), 'SIGTERM');
  assert.match(one('HEALTHCHECK'), /"node", "-e"/);
  assert.equal(one('USER'), '1000:1000');
  assert.match(one('RUN'), /chown 1000:1000 data/);
  for (const label of ['title', 'licenses', 'version', 'revision', 'source'])
    assert.match(one('LABEL'), new RegExp(`org\\.opencontainers\\.image\\.${label}=`));
});

test('no test, secret, document or data is sent to the build', () => {
  const files = contextFiles(root);
  assert.ok(files.includes('backend/start.js') && files.includes('frontend/index.html'));
  assert.ok(files.includes('.npmrc') && files.includes('package-lock.json'));
  const unwanted = files.filter((file) =>
    /\.test\.tsx?$|test-support|^(?:test|docs|bench|tools|data|scripts|\.github|\.git)\/|(?:^|\/)\.env/.test(
      file,
    ),
  );
  assert.deepEqual(unwanted, []);
});

test('files that the image runs import nothing that the build leaves out', () => {
  const files = new Set(contextFiles(root));
  const missing = [...files]
    .filter((file) => /^(?:backend|contract|simulator)\/.*\.(?:ts|js)$/.test(file))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/^import (?!type)[^']*'(\.[^']+)'/gm)].map(
        ([, target = '']) => ({ file, target: join(file, '..', target) }),
      ),
    )
    .filter(({ target }) => !files.has(target));
  assert.deepEqual(missing, []);
});
