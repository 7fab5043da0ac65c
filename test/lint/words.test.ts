import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findWordProblems } from '../../scripts/lint/words.ts';

function words(count: number): string {
  return Array.from({ length: count }, (_, index) => `w${index}`).join(' ');
}

const faults: Record<string, string> = {
  'a vague word in a comment': 'const a = 1; // Read by whoever asks.',
  'a vague phrase that two lines of a comment share': '// A page of\n// ours loads first.\n',
  'a sentence of 21 words in a block': `/**\n * Short one. ${words(10)}\n * ${words(11)}.\n */`,
  'a vague word in a title': "test('nobody is called twice', () => {});",
  'a title of 81 characters': `test('${'x'.repeat(81)}', () => {});`,
  'a long title in a loop, in double quotes': `for (const each of all)\n  test("${'x'.repeat(81)}", each);`,
};
for (const [kind, text] of Object.entries(faults))
  test(`words: ${kind} is reported with its line`, () => {
    const reported = findWordProblems([{ path: 'backend/planted.test.ts', text: `\n${text}\n` }]);
    assert.equal(reported.length, 1, reported.join('\n'));
    assert.match(reported[0] ?? '', /^backend\/planted\.test\.ts:[23] /);
  });

test('words: strings, limits reached exactly and placeholders of titles are accepted', () => {
  const text = [
    "const said = 'nobody // somebody';",
    `/** ${words(20)}. ${words(20)}: ${words(20)} */`,
    `test('${'x'.repeat(80)}', () => {});`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a template is planted.
    'test(`${aVeryLongExpressionThatTheTitleDoesNotContain.anotherPartOfIt(withArguments)} is fine`, () => {});',
  ].join('\n');
  assert.deepEqual(findWordProblems([{ path: 'backend/planted.test.ts', text }]), []);
});
