import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsIn } from './catalogue.ts';
import { fill } from './fill.ts';
import { findGaps } from './find-gaps.ts';
import { acceptedLanguages, languageCodes, matchLanguage } from './languages.ts';
import { fillCount } from './plural.ts';

const english = wordsIn('en');

for (const language of languageCodes)
  test(`${language} has each sentence, placeholder and plural form, and none more`, () => {
    assert.deepEqual(findGaps(english, wordsIn(language), language), []);
  });

test('a missing, surplus or empty sentence is named, with its English', () => {
  const { markup, ...rest } = english;
  const gaps = (words: object) =>
    findGaps(english, words, 'de').map(({ path, problem }) => `${path} ${problem}`);
  assert.deepEqual(gaps(rest), ['markup is missing']);
  assert.deepEqual(gaps({ ...english, page: { ...english.page, title: ' ' } }), ['page.title is empty']);
  assert.deepEqual(gaps({ ...english, page: { ...english.page, more: 'x' } }), [
    'page.more is not in English',
  ]);
  assert.equal(findGaps(english, rest, 'de')[0]?.english.includes('Request a callback'), true);
});

test('a missing, renamed or surplus placeholder is named', () => {
  const gapsOf = (title: string) => findGaps({ title: '{view} – {business}' }, { title }, 'de').length;
  assert.deepEqual(['{view} {business}', '{business}: {view}'].map(gapsOf), [0, 0]);
  assert.deepEqual(['{view}', '{view} {firm}', '{view} {business} {business}'].map(gapsOf), [1, 1, 1]);
});

test("a plural has exactly the forms of its language's rules, each with the number", () => {
  const forms = { one: '{count} try', other: '{count} tries' };
  const gaps = (other: object, language: string) =>
    findGaps({ left: forms }, { left: other }, language).map(({ path, problem }) => `${path} ${problem}`);
  assert.deepEqual(gaps({ one: '{count} próba', other: '{count} próby' }, 'pl'), [
    'left.few is missing',
    'left.many is missing',
    'left.few lacks {count}',
    'left.many lacks {count}',
  ]);
  assert.deepEqual(gaps(forms, 'zh-Hans'), ['left.one is no plural form']);
  assert.deepEqual(gaps({ one: 'ein Versuch', other: 'Versuche' }, 'de'), ['left.other lacks {count}']);
});

test('a number chooses the form of its language', () => {
  const said = (language: 'pl' | 'ar', count: number) =>
    fillCount(wordsIn(language).follow.code.guesses, count, language);
  assert.deepEqual(
    [1, 2, 5].map((count) => said('pl', count).split('. ')[1]),
    ['Została 1 próba.', 'Zostały 2 próby.', 'Zostało 5 prób.'],
  );
  assert.equal(new Set([0, 1, 2, 3, 11].map((count) => said('ar', count))).size, 5);
});

test('a value that ends a sentence gets no second full stop, in any script', () => {
  assert.equal(fill('About: {about}. Press 1.', { about: 'Now?' }), 'About: Now? Press 1.');
  assert.equal(fill('内容：{about}。请按 1。', { about: '今天？' }), '内容：今天？请按 1。');
  assert.equal(fill('विषय: {about}। 1 दबाएँ।', { about: 'हीटर' }), 'विषय: हीटर। 1 दबाएँ।');
});

test('a value cannot bring a placeholder along', () => {
  assert.equal(
    fill('{name} asks, about: {about}', { name: '{about}', about: 'x' }),
    '{about} asks, about: x',
  );
  assert.equal(fill('{name} asks', { name: '$&$1' }), '$&$1 asks');
});

test('the first wanted language that is available counts, for any region', () => {
  assert.equal(matchLanguage(['ja', 'de-AT', 'en']), 'de');
  assert.equal(matchLanguage(['pt']), 'pt-BR');
  assert.equal(matchLanguage(['zh-TW']), 'zh-Hans');
  assert.equal(matchLanguage(['PT_br']), 'pt-BR');
  assert.equal(matchLanguage(['ja', '*', '', 'constructor', '__proto__']), undefined);
});

test('Accept-Language is read by weight; a weight of 0 and nonsense count as absent', () => {
  assert.deepEqual(acceptedLanguages('fr;q=0.5, de , es;q=0, it;q=x, nl;q=2, *;q=0.1'), ['de', 'fr', '*']);
  assert.deepEqual([acceptedLanguages(undefined), acceptedLanguages('')], [[], []]);
});
