import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smsSize, withoutAccents } from './sms-segments.ts';

test('GSM-7 has 160 septets in a single segment and 153 in each of several', () => {
  assert.deepEqual(smsSize('a'.repeat(160)), { encoding: 'gsm-7', units: 160, segments: 1 });
  assert.deepEqual(smsSize('a'.repeat(161)), { encoding: 'gsm-7', units: 161, segments: 2 });
  assert.equal(smsSize('a'.repeat(306)).segments, 2);
  assert.equal(smsSize('a'.repeat(307)).segments, 3);
});

test('characters of the extension table take two septets', () => {
  assert.deepEqual(smsSize('€'.repeat(80)), { encoding: 'gsm-7', units: 160, segments: 1 });
  assert.deepEqual(smsSize('[ok]\\^{}~|'), { encoding: 'gsm-7', units: 18, segments: 1 });
});

test('an escaped character is not split between two segments', () => {
  const evenly = `${'a'.repeat(151)}€${'a'.repeat(153)}`;
  const pushedOver = `${'a'.repeat(152)}€${'a'.repeat(152)}`;
  assert.equal(smsSize(evenly).units, smsSize(pushedOver).units);
  assert.equal(smsSize(evenly).segments, 2);
  assert.equal(smsSize(pushedOver).segments, 3);
});

test('one foreign character means UCS-2: 70 units in one segment, 67 in several', () => {
  assert.deepEqual(smsSize(`${'a'.repeat(69)}ł`), { encoding: 'ucs-2', units: 70, segments: 1 });
  assert.deepEqual(smsSize(`${'a'.repeat(70)}ł`), { encoding: 'ucs-2', units: 71, segments: 2 });
  assert.equal(smsSize('ł'.repeat(134)).segments, 2);
  assert.equal(smsSize('ł'.repeat(135)).segments, 3);
});

test('an emoji takes two units in the same segment', () => {
  assert.deepEqual(smsSize('😀'), { encoding: 'ucs-2', units: 2, segments: 1 });
  assert.equal(smsSize('😀'.repeat(67)).segments, 3);
});

test('an empty message is one segment', () => {
  assert.deepEqual(smsSize(''), { encoding: 'gsm-7', units: 0, segments: 1 });
});

test('accents that GSM-7 lacks are removed, the others and other scripts stay', () => {
  assert.equal(withoutAccents('Żółw, ığdır, não, più, Café, œuvre'), 'Zolw, igdir, nao, più, Café, oeuvre');
  for (const text of ['水管 и йод', 'नंबर की पुष्टि', 'تُسجَّل المكالمة']) assert.equal(withoutAccents(text), text);
});
