import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './markdown.ts';
import { type RuleId, rules } from './rules.ts';

/** A test and the rules that the comments above it name: one line `// rule: <id>` for each. */
export type TaggedTest = { file: string; title: string; rules: string[] };

const root = join(import.meta.dirname, '../..');
const tagged = /((?:^ *\/\/ rule: .*\n)+) *(?:test|it|browserTest)\(\s*(['"`])((?:\\.|(?!\2).)*)\2/gm;

/** Tagged tests of the whole project, in the order of their paths. Placeholders in titles become `…`. */
export function taggedTests(): TaggedTest[] {
  return globSync('{backend,simulator,test}/**/*.ts', { cwd: root })
    .sort()
    .flatMap((file) => testsIn(file, readFileSync(join(root, file), 'utf8')));
}

/** Throws when a tag stands above anything but a test with a literal title. */
export function testsIn(file: string, source: string): TaggedTest[] {
  const found = Array.from(source.matchAll(tagged), ([, tags = '', , title = '']) => ({
    file,
    title: plainTitle(title),
    rules: tagsIn(tags),
  }));
  const used = found.reduce((sum, test) => sum + test.rules.length, 0);
  if (used !== tagsIn(source).length) throw new Error(`${file}: a "// rule:" comment is not above a test`);
  return found;
}

function tagsIn(text: string): string[] {
  return Array.from(text.matchAll(/^ *\/\/ rule: (.*)$/gm), ([, rule = '']) => rule);
}

function plainTitle(source: string): string {
  return source.replaceAll(/\$\{[^}]*\}/g, '…').replaceAll(/\\(['"`])/g, '$1');
}

/** Each rule with the tests that check it. */
export function rulesTable(tests: readonly TaggedTest[]): string {
  const rows = Object.entries(rules).map(([id, rule]) => [rule, testsOf(id as RuleId, tests)]);
  return table(['rule', 'tests'], rows);
}

function testsOf(rule: RuleId, tests: readonly TaggedTest[]): string {
  const byFile = Map.groupBy(
    tests.filter((test) => test.rules.includes(rule)),
    ({ file }) => file,
  );
  return Array.from(byFile, ([file, found]) =>
    [`[${file}](../${file})`, ...found.map(({ title }) => `“${title}”`)].join('<br>'),
  ).join('<br>');
}
