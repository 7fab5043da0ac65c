import { dirname, join } from 'node:path/posix';
import { layerOf, layers } from './layers.ts';

/** A source file: its path below the root, and its text as the formatter leaves it. */
export type Source = { path: string; text: string };

/** `to` is a path below the root when `isFile`, else the name of a package. */
type Import = { from: string; to: string; isFile: boolean; typesOnly: boolean; line: number };

const maxFilesInFolder = 14;

/** A file below both limits makes a reader open one more file for little. */
const leastLines = 25;
const leastImporters = 3;
const maxSmallFiles = 30;

const importPattern = /^(?:import|export)(?: (type))?(?: [^'";]+? from)? '([^']+)'|\bimport\('([^']+)'\)/gm;

/**
 * Returns what breaks the structure, one line each: `path:line what is wrong`. The rules: every import is allowed in
 * its layer, and no two folders import each other. No folder holds too many files, and few files are small. Unit
 * tests (`*.test.ts`) may import any layer and are not counted.
 */
export function findStructureProblems(sources: readonly Source[]): string[] {
  const production = sources.filter(({ path }) => !path.endsWith('.test.ts'));
  const imports = production.flatMap(importsOf);
  return [
    ...missingLayers(production),
    ...imports.flatMap(layerProblem),
    ...crowdedFolders(production),
    ...tooManySmallFiles(production, imports),
    ...folderCycles(imports),
  ];
}

function importsOf({ path, text }: Source): Import[] {
  return Array.from(text.matchAll(importPattern), ({ index, 1: type, 2: stated, 3: dynamic }) => {
    const specifier = stated ?? dynamic ?? '';
    const isFile = specifier.startsWith('.');
    return {
      from: path,
      to: isFile ? join(dirname(path), specifier) : packageName(specifier),
      isFile,
      typesOnly: type !== undefined,
      line: text.slice(0, index).split('\n').length,
    };
  });
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function missingLayers(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => layerOf(path) === undefined)
    .map(({ path }) => `${path}:1 belongs to no layer: add a row to scripts/lint/layers.ts`);
}

function layerProblem({ from, to, isFile, typesOnly, line }: Import): string[] {
  const layer = layerOf(from);
  if (layer === undefined || (isFile ? mayImportFile(layer, to, typesOnly) : mayImportPackage(layer, to)))
    return [];
  return [`${from}:${line} ${layer} may not import ${to}${typesOnly ? '' : ' (as a value)'}`];
}

function mayImportPackage(layer: string, name: string): boolean {
  const packages = layers[layer]?.packages ?? [];
  return packages === 'any' || packages.includes(name);
}

function mayImportFile(layer: string, path: string, typesOnly: boolean): boolean {
  const target = layerOf(path);
  const allowed = layers[layer]?.imports ?? [];
  if (allowed === 'any' || target === undefined || target === layer) return true;
  const named = (name: string) =>
    target === name || (name.endsWith('/*') && target.startsWith(name.slice(0, -1)));
  return allowed.some((entry) =>
    entry.startsWith('types of ') ? typesOnly && named(entry.slice(9)) : named(entry),
  );
}

function crowdedFolders(sources: readonly Source[]): string[] {
  const folders = Map.groupBy(sources, ({ path }) => dirname(path));
  return Array.from(folders)
    .filter(([, files]) => files.length > maxFilesInFolder)
    .map(
      ([folder, files]) =>
        `${folder}:1 holds ${files.length} files; at most ${maxFilesInFolder}: sort them into folders`,
    );
}

function tooManySmallFiles(sources: readonly Source[], imports: readonly Import[]): string[] {
  const importers = Map.groupBy(imports, ({ to }) => to);
  const small = sources.filter(
    ({ path, text }) =>
      /^(?:backend|contract|frontend|simulator)\//.test(path) &&
      // A migration cannot join another one: databases remember its name.
      !path.includes('/migrations/') &&
      text.trimEnd().split('\n').length < leastLines &&
      (importers.get(path)?.length ?? 0) < leastImporters,
  );
  if (small.length <= maxSmallFiles) return [];
  const paths = small.map(({ path }) => path).join(', ');
  return [
    `${small.length} files have under ${leastLines} lines and fewer than ${leastImporters} importers, at most ${maxSmallFiles}: ${paths}`,
  ];
}

/** A folder and its subfolders count as one room, so imports between them are free. */
function folderCycles(imports: readonly Import[]): string[] {
  const between = imports.filter(({ from, to, isFile }) => isFile && !isNested(dirname(from), dirname(to)));
  const edges = Map.groupBy(between, ({ from }) => dirname(from));
  const reaches = (start: string, goal: string, seen = new Set<string>()): boolean =>
    (edges.get(start) ?? []).some(({ to }) => {
      const next = dirname(to);
      if (next === goal) return true;
      if (seen.has(next)) return false;
      return reaches(next, goal, seen.add(next));
    });
  return between
    .filter(({ from, to }) => reaches(dirname(to), dirname(from)))
    .map(({ from, to, line }) => `${from}:${line} closes a cycle of folders by importing ${to}`);
}

function isNested(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}
