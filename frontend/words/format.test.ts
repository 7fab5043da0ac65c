import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsIn } from '../../languages/catalogue.ts';
import { countdown, openingWords, spokenDuration } from './format.ts';
import { useFollowWords, useWords } from './page.ts';

useWords('en', wordsIn('en').page);
useFollowWords(wordsIn('en').follow);

test('a wait has a natural unit and is rounded up', () => {
  assert.equal(spokenDuration(0), '1 second');
  assert.equal(spokenDuration(89), '89 seconds');
  assert.equal(spokenDuration(121), '3 minutes');
  assert.equal(spokenDuration(5_400), '2 hours');
});

test('a countdown shows minutes and two-digit seconds, and stops at 0:00', () => {
  assert.deepEqual([65, 9.2, -3].map(countdown), ['1:05', '0:10', '0:00']);
});

const opening = { at: '2030-01-07T14:00:00.000Z', local: 'Mon 7 Jan 09:00', time_zone: 'America/New_York' };

test('an opening time is shown in the time zones of the business and the visitor', () => {
  assert.match(openingWords(opening, 'Asia/Tokyo'), /^We open Monday 9:00.AM \(11:00.PM for you\)\.$/);
  assert.match(openingWords(opening, 'Pacific/Auckland'), /\(Tuesday 3:00.AM for you\)/);
});

test('an opening time is shown once if both zones agree, and never if unknown', () => {
  assert.match(openingWords(opening, 'America/Toronto'), /^We open Monday 9:00.AM\.$/);
  assert.equal(openingWords(null), '');
});
