import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWhatsappCode } from './sign-in-rules.ts';

test('a code is found within other words, in upper or lower case', () => {
  for (const message of [
    'BCDF-2345',
    'Sign in to Riverside Bakery: BCDF-2345',
    'hello\n\nbcdf-2345, please.',
    '*BCDF-2345*',
  ])
    assert.equal(readWhatsappCode(message), 'BCDF-2345', message);
});

test('a string that only resembles a code is ignored', () => {
  for (const message of ['', 'Business', 'XBCDF-2345', 'BCDF-23456', 'ABCD-EFGH', 'BCDF 2345', 'BCDF-0145'])
    assert.equal(readWhatsappCode(message), undefined, message);
});

test('a code is found with other hyphens, invisible marks and foreign digits', () => {
  for (const message of [
    'BCDF–2345',
    'BCDF‑2345',
    'BCDF — 2345',
    '\u202aBCDF-2345\u202c',
    'BC\u200bDF-23\u00ad45',
    'ＢＣＤＦ－２３４５',
    'BCDF-٢٣٤٥',
    'BCDF-२३४५',
  ])
    assert.equal(readWhatsappCode(message), 'BCDF-2345', message);
});
