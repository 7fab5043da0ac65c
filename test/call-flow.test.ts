import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { callFlowDocument } from '../backend/cli/call-flow/document.ts';
import { engineRules } from './engine-rules.ts';

const root = join(import.meta.dirname, '..');

/** Titles as they are read, however they are quoted, with … for what is filled in. */
async function sourceOf(file: string): Promise<string> {
  const source = await readFile(join(root, file), 'utf8');
  return source.replaceAll("\\'", "'").replaceAll(/\$\{[^}]*\}/g, '…');
}

test('docs/call-flow.md is what the code does now', async () => {
  const page = await readFile(join(root, 'docs/call-flow.md'), 'utf8');
  assert.ok(page === callFlowDocument(), 'print it anew: npm run call-flow');
});

test('every test that is said to hold a rule exists under its exact title', async () => {
  for (const { heldBy } of engineRules) {
    for (const { file, titles } of heldBy) {
      const source = await sourceOf(file);
      for (const title of titles) {
        const quoted = [`'${title}'`, `"${title}"`, `\`${title}\``];
        assert.ok(
          quoted.some((text) => source.includes(`(${text},`) || source.includes(`${text},\n`)),
          `${file} has no test “${title}”`,
        );
      }
    }
  }
});

test('every rule stands once and is held by something', () => {
  const rules = engineRules.map(({ rule }) => rule);
  assert.equal(new Set(rules).size, rules.length);
  for (const { rule, heldBy } of engineRules) {
    assert.ok(
      heldBy.some(({ titles }) => titles.length > 0),
      rule,
    );
  }
});
