import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainDigits, readCode } from './digits.ts';

test('every decimal digit of Unicode becomes 0 to 9', () => {
  let found = 0;
  let expected = 0;
  for (let point = 0; point < 0x110000; point += 1) {
    const digit = String.fromCodePoint(point);
    if (!/\p{Nd}/u.test(digit)) {
      expected = 0;
      continue;
    }
    assert.equal(plainDigits(digit), String(expected % 10), point.toString(16));
    expected += 1;
    found += 1;
  }
  assert.ok(found >= 650 && found % 10 === 0);
});

test('a code in any script and with any separator is read', () => {
  for (const typed of [
    '123456',
    ' 123 456\n',
    '123-456',
    '123\u2011456',
    '123\u00a0456',
    '1.2.3.4.5.6',
    '123\u200b456\ufeff',
    '\u202a123456\u202c',
    '１２３４５６',
    '١٢٣٤٥٦',
    '۱۲۳۴۵۶',
    '१२३४५६',
    '১২৩৪৫৬',
    '๑๒๓๔๕๖',
    '𝟏𝟐𝟑𝟒𝟓𝟔',
    '1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣',
    '١٢٣٬٤٥٦',
    '①②③④⑤⑥',
    '123+456',
    '123|456',
  ]) {
    assert.equal(readCode(typed), '123456', typed);
  }
});

test('characters of full width become plain, and the ends of lines stay', () => {
  assert.equal(plainDigits('ｃｏｄｅ：１２'), 'code:12');
  assert.equal(plainDigits('1\t2\r\n3'), '1\t2\r\n3');
});

test('letters of a code stay', () => {
  assert.equal(readCode('12345O'), '12345O');
  assert.equal(readCode('a123456'), 'a123456');
});
