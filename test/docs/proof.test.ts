import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');

/** Whether the parts of a title stand in this order, with any words of a loop between them. */
function holds(code: string, title: string): boolean {
  let at = 0;
  return title.split('…').every((part) => {
    const found = code.indexOf(part, at);
    at = found + part.length;
    return found >= 0;
  });
}

test('every test that docs/proof.md names in its table of promises exists', () => {
  const page = readFileSync(join(root, 'docs/proof.md'), 'utf8');
  const table = page.slice(page.indexOf('## Promise by promise'), page.indexOf('## What is not covered'));
  const cells = [...table.matchAll(/`([\w./-]+\.ts)` ((?:“[^”]+”(?:, )?)+)/g)];
  const named = cells.flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
  );
  assert.ok(named.length >= 60, `${named.length}`);
  const missing = named.filter(({ file, title }) => !holds(readFileSync(join(root, file), 'utf8'), title));
  assert.deepEqual(missing, []);
});
