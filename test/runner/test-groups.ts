import { globSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Test files that run in one process, one after the other. */
export type TestGroup = { name: string; files: string[] };

const everywhere = ['backend', 'contract', 'frontend', 'simulator', 'test', 'bench', 'tools'];

const browserTests = [
  'test/browser/visitor-page',
  'test/browser/hosting',
  'test/browser/sign-in',
  'test/browser/phones-page',
];

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
  'frontend',
  'tools',
];

/**
 * Groups start in this order: the longest first, so that none is left over at the end, and those that wait beside those
 * that compute.
 */
const order = ['test/browser/visitor-page', 'test/browser/sign-in', ...longTests, ...sharing];

/**
 * Finds test files and sorts them into groups.
 *
 * @param paths files, folders and patterns; empty means every test
 * @param options `quick` leaves out browsers, servers of their own and long simulations
 */
export function findTestGroups(paths: readonly string[], { quick }: { quick: boolean }): TestGroup[] {
  const found = new Set((paths.length > 0 ? paths : everywhere).flatMap(testFilesAt));
  const skipped = quick ? ['test/browser', ...longTests] : [];
  const files = [...found].filter((file) => longestMatch(skipped, file) === undefined);
  const groups = Map.groupBy(files, (file) => groupOf(file) ?? file);
  return Array.from(groups, ([name, files]) => ({ name, files })).sort((a, b) => rank(a) - rank(b));
}

/** Files about Postgres say so in their names; `TEST_DATABASE=postgres` runs all engine and HTTP tests on it. */
export function needsPostgres({ files }: TestGroup): boolean {
  return process.env.TEST_DATABASE === 'postgres' || files.some((file) => file.includes('postgres'));
}

/** Node asks test files for colours when the run has them, and so the programs that tests start and read. */
const withoutColours = 'data:text/javascript,delete process.env.FORCE_COLOR';

/** Writes a module into `folder` that imports the group's files, for Node to run as one test file. Returns its path. */
export function writeGroupEntry({ name, files }: TestGroup, folder: string): string {
  const entry = join(folder, `${name.replaceAll('/', '-')}.mjs`);
  const modules = [withoutColours, ...files.map((file) => pathToFileURL(resolve(file)))];
  writeFileSync(entry, modules.map((module) => `import '${module}';\n`).join(''));
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
