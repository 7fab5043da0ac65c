import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeFacts } from './merge-facts.ts';

const known: { name: string; seen: number | undefined } = { name: 'Ann', seen: undefined };

test('what is known already gives back the same object', () => {
  assert.equal(mergeFacts(known, { name: 'Ann', seen: undefined }), known);
  assert.equal(mergeFacts(known, {}), known);
});

test('one new fact gives another object, and what was known stays as it was', () => {
  assert.deepEqual(mergeFacts(known, { name: 'Ann', seen: 1 }), { name: 'Ann', seen: 1 });
  assert.equal(known.seen, undefined);
});
