import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allAttacks } from '../support/attacks/all-attacks.ts';
import { asvsLevels } from './asvs-levels.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

/** The requirements of levels 1 and 2 in a chapter or section, or the one with this id. */
function requirementsBelow(id: string): string[] {
  return Object.entries(asvsLevels)
    .flatMap(([section, levels]) =>
      [...levels].map((level, at) => ({ id: `${section}.${at + 1}`, isMeant: level !== '3' })),
    )
    .filter((one) => one.isMeant && `${one.id}.`.startsWith(`${id}.`))
    .map((one) => one.id);
}

test('every file that docs/security.md names exists', () => {
  const named = [...page.matchAll(/`([\w.-]+(?:\/[\w.-]+)+|[\w-]*\.(?:json|md)|\.[a-z]+\.?[a-z]*)`/g)];
  const files = named.map(([, file = '']) => file);
  assert.ok(files.length > 150, `${files.length}`);
  assert.deepEqual(
    files.filter((file) => !existsSync(join(root, file))),
    [],
  );
});

test('each requirement of levels 1 and 2 is listed once as held, gap or inapplicable', () => {
  const judged = [...page.matchAll(/^\| (V[\d.V, ]+) \|/gm)].flatMap(([, ids = '']) => ids.split(', '));
  const covered = judged.flatMap((id) => {
    const below = requirementsBelow(id);
    assert.ok(below.length > 0, `${id} is no requirement of levels 1 and 2`);
    return below;
  });
  assert.deepEqual(covered.sort(), Object.keys(asvsLevels).flatMap(requirementsBelow).sort());
});

test('each requirement listed as held names a file that exists', () => {
  const rows = page.split('\n').filter((row) => /^\| V[\d.]+ \| (?:held|\*\*gap)/.test(row));
  assert.ok(rows.length > 100);
  for (const row of rows) assert.match(row, /\| `[^`|]+`(?:, `[^`|]+`)* \|$/, row);
});

test('every attack is listed with the mistakes that let it succeed', () => {
  for (const { name, mistakes } of allAttacks)
    assert.ok(page.includes(`\n| ${name} | ${mistakes.join('; ')} |\n`), name);
});
