import assert from 'node:assert/strict';
import { test } from 'node:test';

test('code for Node is type-checked without browser types', () => {
  // @ts-expect-error The type check fails here as soon as some file brings those types in for everybody.
  assert.equal(typeof document, 'undefined');
});
