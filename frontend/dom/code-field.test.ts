import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageBodies } from '../../backend/domain/messages/message-body.ts';
import { wordsIn } from '../../languages/catalogue.ts';
import { languageCodes } from '../../languages/languages.ts';
import { useFollowWords } from '../words/page.ts';
import { readCodeText } from './code-field.ts';

useFollowWords(wordsIn('en').follow);

const messageBody = messageBodies('en');

function codeIn(text: string): string {
  return readCodeText(text).code;
}

test('six digits are found inside any text', () => {
  for (const text of [
    '123456',
    ' 123456\n',
    '123 456',
    '123-456',
    '1 2 3 4 5 6',
    '１２３４５６',
    '١٢٣٤٥٦',
    '۱۲۳ ۴۵۶',
    '१२३४५६',
    '12\u200b34\u202c56',
    'Your code is 123456.',
    '123456 is your code for 24/7 Plumbing, unit 9.',
    'Your code is 123456. Call +1 201 555 0123 for help.',
    'Example: 123 456\n\n@calls.example.com #123456',
  ]) {
    assert.equal(codeIn(text), '123456', text);
  }
});

for (const language of languageCodes)
  test(`our messages in ${language} give their code, with any name of the business`, () => {
    useFollowWords(wordsIn(language).follow);
    const bodies = messageBodies(language);
    for (const business of [
      'Taxi 444 555',
      'Taxi 444555',
      '444-555 Cabs',
      'Code 444555',
      'Bistro: 444555',
      'Ann',
    ]) {
      for (const host of ['calls.example.com', '444555.example.com', undefined]) {
        const body = bodies.code({ business, digits: '123456', host });
        assert.equal(codeIn(body), '123456', body);
        assert.equal(codeIn(body.replaceAll('\n', '\r\n')), '123456', body);
      }
      const long = bodies.code({ business, digits: '123456', host: `${'x'.repeat(60)}.example.com` });
      assert.equal(codeIn(long), '123456', long);
    }
    assert.equal(codeIn(bodies.whatsappReply('123456', '444555.example.com')), '123456');
    useFollowWords(wordsIn('en').follow);
  });

test('of two candidates none is taken, and the text stays as it was', () => {
  for (const text of [
    'Taxi 444 555: 123456',
    '123456 654321',
    '444555 and 123 456',
    `${ownText('123456')}\n${ownText('654321')}`,
  ]) {
    assert.deepEqual(readCodeText(text), { text, code: '', isAmbiguous: true });
  }
});

test('six digits of a longer number are no code', () => {
  for (const text of [
    '1234567',
    '+1 201 555 0123',
    '2026-11-27',
    'sent 20.11.26, 9 h',
    'call 201 555 0123 please',
    '12345',
  ])
    assert.deepEqual([codeIn(text), readCodeText(text).isAmbiguous], ['', false], text);
});

test('a partly typed code keeps its digits only', () => {
  for (const [typed, shown] of Object.entries({ '': '', '12a': '12', '12345': '12345', '123 4': '1234' }))
    assert.equal(readCodeText(typed).text, shown);
});

function ownText(digits: string): string {
  return messageBody.code({ business: 'Taxi', digits, host: undefined });
}
