import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeDigits } from './code-field.ts';

test('six digits are found inside any text', () => {
  for (const text of [
    '123456',
    ' 123456\n',
    '123 456',
    '123-456',
    '１２３４５６',
    'Your code is 123456.',
    '123456 is your code for 24/7 Plumbing, unit 9.',
    'Example: 123 456\n\n@calls.example.com #123456',
  ]) {
    assert.equal(codeDigits(text), '123456', text);
  }
});

test('a partly typed code keeps its digits only', () => {
  assert.equal(codeDigits(''), '');
  assert.equal(codeDigits('12a'), '12');
  assert.equal(codeDigits('12345'), '12345');
  assert.equal(codeDigits('1234567'), '123456');
});
