import assert from 'node:assert/strict';
import { test } from 'node:test';

test('what runs in Node is checked without a browser’s types', () => {
  // @ts-expect-error The type check fails here as soon as some file brings those types in for everybody.
  assert.equal(typeof document, 'undefined');
});
