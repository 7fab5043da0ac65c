import { globSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Test files that run in one process, one after the other. */
export type TestGroup = { name: string; files: string[] };

const everywhere = ['backend', 'contract', 'frontend', 'simulator', 'test', 'bench', 'tools'];

/**
 * Folders whose test files share a process: starting Node and loading the modules costs more than most files need.
 * The longest match counts, and the first groups start first.
 */
const sharing = [
  'test/browser/visitor-page',
  'test/browser/hosting',
  'test/browser/sign-in',
  'test/browser/phones-page',
  'test/scenarios',
  'simulator',
  'backend/http',
  'backend',
  'test/contracts',
  'test',
];

/** Folders whose test files run alone: they start servers, run for long, or load the whole machine. */
const alone = ['test/scenarios/simulation', 'test/scenarios/process', 'bench', 'test/lint'];

/** Folders that a quick run leaves out: everything that starts a browser or a server, or simulates thousands of calls. */
const slow = ['test/browser', ...alone];

/**
 * Finds test files and sorts them into groups, the longest running first.
 *
 * @param paths files, folders and patterns; empty means every test
 */
export function findTestGroups(paths: readonly string[], { quick }: { quick: boolean }): TestGroup[] {
  const files = (paths.length > 0 ? paths : everywhere).flatMap(testFilesAt);
  const chosen = [...new Set(files)].filter((file) => !(quick && longestMatch(slow, file)));
  const groups = Map.groupBy(chosen, (file) => groupOf(file) ?? file);
  const order = [...alone, ...sharing];
  const rank = (name: string) => order.indexOf(longestMatch(order, `${name}/`) ?? '') >>> 0;
  return Array.from(groups, ([name, files]) => ({ name, files })).sort((a, b) => rank(a.name) - rank(b.name));
}

/** Writes a module that imports the group's files, for Node to run as one test file. Returns its path. */
export function writeGroupEntry({ name, files }: TestGroup): string {
  const entry = join(mkdtempSync(join(tmpdir(), 'callback-tests-')), `${name.replaceAll('/', '-')}.mjs`);
  writeFileSync(entry, files.map((file) => `import '${pathToFileURL(resolve(file))}';\n`).join(''));
  return entry;
}

function testFilesAt(path: string): string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return globSync(isFolder ? join(path, '**/*.test.ts') : path, { exclude: ['**/node_modules/**'] }).sort();
}

function groupOf(file: string): string | undefined {
  return longestMatch(alone, file) === undefined ? longestMatch(sharing, file) : undefined;
}

function longestMatch(folders: readonly string[], file: string): string | undefined {
  return folders.filter((folder) => file.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0];
}
