import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { callFlowDocument } from './document.ts';
import { rules } from './rules.ts';
import { taggedTests, testsIn } from './tagged-tests.ts';

test('docs/call-flow.md is what the code does now', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/call-flow.md'), 'utf8');
  assert.ok(page === callFlowDocument(), 'print it again: npm run call-flow');
});

test('every "// rule:" comment names a known rule', () => {
  const unknown = taggedTests().filter((tagged) => tagged.rules.some((rule) => !Object.hasOwn(rules, rule)));
  assert.deepEqual(unknown, []);
});

test('every rule has at least one test, and no text is used twice', () => {
  const tested = new Set(taggedTests().flatMap((tagged) => tagged.rules));
  assert.deepEqual(
    Object.keys(rules).filter((rule) => !tested.has(rule)),
    [],
  );
  assert.equal(new Set(Object.values(rules)).size, Object.keys(rules).length);
});

test('a tagged test is found with its title, in any quotes', () => {
  const source = `
// rule: one
test('it\\'s here', () => {});
  // rule: two
  // rule: three
  it(\`for \${name}\`, () => {});
test("untagged", () => {});
`;
  assert.deepEqual(testsIn('a.test.ts', source), [
    { file: 'a.test.ts', title: "it's here", rules: ['one'] },
    { file: 'a.test.ts', title: 'for …', rules: ['two', 'three'] },
  ]);
});

test('a rule comment that is not above a test is an error', () => {
  assert.throws(() => testsIn('a.test.ts', '// rule: one\nconst a = 1;\n'), /not above a test/);
});
