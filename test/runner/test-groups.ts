import { globSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Level, levelOf } from './levels.ts';

/** Test files that run in one process, one after the other. */
export type TestGroup = { name: string; files: string[] };

const everywhere = ['backend', 'contract', 'frontend', 'languages', 'simulator', 'test', 'bench', 'tools'];

const browserTests = [
  'test/browser/visitor-page',
  'test/browser/hosting',
  'test/browser/sign-in',
  'test/browser/phones-page',
  'test/browser/widget',
  'test/browser/dashboard',
];

/** A group of more files is split, so that the longest one does not outlast all the others. */
const maxFiles: Record<string, number> = {
  ...Object.fromEntries(browserTests.map((name) => [name, 6])),
  'test/scenarios': 30,
};

/** Files below these have a process each: they start servers, run for long or load the whole machine. */
const longTests = ['test/scenarios/process', 'test/scenarios/simulation', 'bench', 'test/lint'];

/**
 * Files below one of these share a process: starting Node, its modules and a browser costs more than most files need.
 * The longest match counts.
 */
const sharing = [
  ...browserTests,
  'test/scenarios',
  'test/scenarios/attacks',
  'simulator',
  'backend/http',
  'backend',
  'test/contracts',
  'test',
  'contract',
  'languages',
  'frontend',
  'tools',
];

/**
 * Groups start in this order: the longest first, so that no long one ends last. Groups that wait run beside groups
 * that compute.
 */
const order = [
  'test/browser/visitor-page',
  'test/scenarios',
  'test/browser/sign-in',
  'test/browser/dashboard',
  'test/scenarios/process',
  ...browserTests,
  ...longTests,
  ...sharing,
];

/**
 * Finds the test files of the levels and sorts them into groups.
 *
 * @param paths files, folders and patterns; empty means every test
 */
export function findTestGroups(paths: readonly string[], levels: readonly Level[]): TestGroup[] {
  const found = new Set((paths.length > 0 ? paths : everywhere).flatMap(testFilesAt));
  const files = [...found].filter((file) => levels.includes(levelOf(file)));
  const groups = Map.groupBy(files, (file) => groupOf(file) ?? file);
  return Array.from(groups, ([name, files]) => ({ name, files }))
    .flatMap(splitLargeGroup)
    .sort((a, b) => rank(a) - rank(b));
}

function splitLargeGroup({ name, files }: TestGroup): TestGroup[] {
  const parts = Math.ceil(files.length / (maxFiles[name] ?? files.length));
  if (parts === 1) return [{ name, files }];
  return Array.from({ length: parts }, (_, part) => ({
    name: `${name}-${part + 1}`,
    files: files.filter((_file, index) => index % parts === part),
  }));
}

/** Files about Postgres say so in their names; `TEST_DATABASE=postgres` runs all engine and HTTP tests on it. */
export function needsPostgres({ files }: TestGroup): boolean {
  return process.env.TEST_DATABASE === 'postgres' || files.some((file) => file.includes('postgres'));
}

/** The run's terminal, or `CI`, would also colour the programs that tests start and read. */
const withoutColours = "data:text/javascript,delete process.env.FORCE_COLOR;process.env.NO_COLOR='1'";

/** Writes a module into `folder` that imports the group's files, for Node to run as one test file. Returns its path. */
export function writeGroupEntry({ name, files }: TestGroup, folder: string): string {
  const entry = join(folder, `${name.replaceAll('/', '-')}.mjs`);
  const modules = [withoutColours, ...files.map((file) => pathToFileURL(resolve(file)).href)];
  writeFileSync(entry, modules.map((module) => `import ${JSON.stringify(module)};\n`).join(''));
  return entry;
}

function testFilesAt(path: string): string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return globSync(isFolder ? join(path, '**/*.test.ts') : path).sort();
}

function groupOf(file: string): string | undefined {
  return longestMatch(longTests, file) === undefined ? longestMatch(sharing, file) : undefined;
}

function rank({ files: [file = ''] }: TestGroup): number {
  return order.indexOf(longestMatch(order, file) ?? '');
}

function longestMatch(folders: readonly string[], file: string): string | undefined {
  return folders.filter((folder) => file.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0];
}
