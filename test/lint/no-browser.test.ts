import assert from 'node:assert/strict';
import { test } from 'node:test';

test('code for Node is type-checked without browser types', () => {
  // @ts-expect-error The type check fails here as soon as a file makes browser types global.
  assert.equal(typeof document, 'undefined');
});
