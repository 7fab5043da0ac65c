import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeFacts } from './merge-facts.ts';

const known: { name: string; seen: number | undefined } = { name: 'Ann', seen: undefined };

test('known facts return the same object', () => {
  assert.equal(mergeFacts(known, { name: 'Ann', seen: undefined }), known);
  assert.equal(mergeFacts(known, {}), known);
});

test('a new fact returns a new object and leaves the old one unchanged', () => {
  assert.deepEqual(mergeFacts(known, { name: 'Ann', seen: 1 }), { name: 'Ann', seen: 1 });
  assert.equal(known.seen, undefined);
});
