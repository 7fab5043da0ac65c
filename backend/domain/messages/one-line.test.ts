import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneLine, shorten } from './one-line.ts';

test('line breaks and control characters become single spaces', () => {
  assert.equal(oneLine('Ann\r\nPhone:\t+1\u0000\u2028900\u0085x'), 'Ann Phone: +1 900 x');
});

test('direction marks and lone surrogates are removed', () => {
  assert.equal(oneLine('a\u202Eb\u2066c\uFEFFd\uD83De'), 'abcde');
});

test('letters of any script stay as typed', () => {
  assert.equal(oneLine('  Zoë 山田 می‌خواهم 😀 '), 'Zoë 山田 می‌خواهم 😀');
});

test('a shortened string ends in three dots, never in half a character', () => {
  assert.equal(shorten('a broken heater', 15), 'a broken heater');
  assert.equal(shorten('a broken heater', 11), 'a broken...');
  assert.equal(shorten('😀😀😀😀😀', 4), '😀...');
  assert.equal(shorten('abcdef', 2), '..');
});
