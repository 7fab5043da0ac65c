import assert from 'node:assert/strict';
import { accessSync, constants, existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { commands } from '../../backend/cli/commands.ts';
import packageJson from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const pages = globSync(['*.md', 'docs/**/*.md', 'simulator/*.md'], { cwd: root }).sort();

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** The anchor that GitHub gives a heading. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

function findDeadLinks(page: string, text: string): string[] {
  return [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]*)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : join(dirname(page), file);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
    });
}

/** Commands that a reader types: in code blocks for the shell, and in the text. */
function findUnknownCommands(text: string): string[] {
  const typed = [
    ...text.matchAll(/(?:^|[\s`(])(\.\/[\w./-]+\.sh|npm run|node (?=[\w./-]+\.ts))((?: [\w./:-]+)*)/gm),
  ];
  return typed
    .map(([, program = '', rest = '']) => ({
      program: program.trim(),
      words: rest.trim().split(' ').filter(Boolean),
    }))
    .filter(({ program, words }) => !isKnown(program, words))
    .map(({ program, words }) => [program, ...words].join(' '));
}

function isKnown(program: string, words: string[]): boolean {
  const [first = ''] = words.filter((word) => !word.startsWith('-'));
  if (program === 'npm run') return first in packageJson.scripts;
  if (program === 'node') return existsSync(join(root, first));
  try {
    accessSync(join(root, program), constants.X_OK);
  } catch {
    return false;
  }
  return program !== './run.sh' || first === '' || commands.some(({ name }) => name === first);
}

const sources = globSync(
  '{backend,bench,contract,deploy,frontend,integrations,languages,scripts,simulator,test,tools}/**/*',
  { cwd: root },
);

const addedByDeployer = 'frontend/CNAME';

/** Folders and source files of this repository. A name without a folder, or with its end only, may stand for a path. */
function findUnknownFiles(text: string): string[] {
  const named = [
    ...text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.tsx?|(?:backend|frontend|simulator|test|tools)\/[\w./-]*)`/g),
  ];
  return named
    .map(([, name = '']) => name)
    .filter((name) => name !== addedByDeployer)
    .filter((name) => !existsSync(join(root, name)) && !sources.some((path) => path.endsWith(`/${name}`)));
}

for (const page of pages) {
  test(`every link, command and source file of ${page} exists`, () => {
    assert.deepEqual(findDeadLinks(page, read(page)), []);
    if (page !== 'CHANGELOG.md') assert.deepEqual(findUnknownFiles(read(page)), []);
    assert.deepEqual(findUnknownCommands(read(page)), []);
  });
}

test('ARCHITECTURE.md says what each folder holds', () => {
  const folders = globSync(
    [
      '{backend,bench,contract,deploy,frontend,integrations,languages,scripts,simulator,test,tools}',
      'backend/*/',
    ],
    { cwd: root },
  );
  assert.ok(folders.includes('backend/ports'), folders.join(' '));
  const page = read('ARCHITECTURE.md');
  assert.deepEqual(
    folders.filter((folder) => folder !== 'backend' && !page.includes(`| \`${folder}/\` |`)),
    [],
  );
});

test('docs/README.md lists every document', () => {
  const listed = [...read('docs/README.md').matchAll(/\]\(([^)]+)\)/g)].map(
    ([, link = '']) => `docs/${link}`,
  );
  const isListed = (page: string) => listed.includes(page) || dirname(page) === 'docs/sign-in';
  assert.deepEqual(
    pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md' && !isListed(page)),
    [],
  );
});

test('the rules find dead links, unknown commands and unknown files', () => {
  assert.deepEqual(
    findUnknownFiles(
      '`backend/none/`, `closing.ts`, `messages/none.ts`, `backend/domain/`, `backend/none.ts`',
    ),
    ['backend/none/', 'messages/none.ts', 'backend/none.ts'],
  );
  assert.deepEqual(findDeadLinks('README.md', '[a](docs/none.md) [b](#nowhere) [c](docs/backup.md#kinds)'), [
    'docs/none.md',
    '#nowhere',
  ]);
  assert.deepEqual(
    findUnknownCommands('`./run.sh fly`, `npm run fly`, ./scripts/fly.sh, `./run.sh backup`'),
    ['./run.sh fly', 'npm run fly', './scripts/fly.sh'],
  );
});
