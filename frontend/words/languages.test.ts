import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiOutcomes, type CallbackState } from '../../contract/callback.ts';
import type { ProblemCode } from '../../contract/problem.ts';
import { wordsIn } from '../../languages/catalogue.ts';
import { type Language, languageCodes } from '../../languages/languages.ts';
import { sampleState } from '../../test/support/domain/sample-state.ts';
import { providerName, wrongCode } from './follow.ts';
import { openingWords, spokenDelay, spokenDuration } from './format.ts';
import { pageTitle, useFollowWords, useRareWords, useWords } from './page.ts';
import { allowThisPage, countriesCalled, explainProblem } from './problems.ts';
import { stateWords } from './state-words.ts';

const english = /(?<!\p{L})(?:the|you|your|please|this|and|from|second|minute|hour|monday|try)(?!\p{L})/iu;
const opening = { at: '2030-01-07T14:00:00.000Z', local: '', time_zone: 'America/New_York' };

for (const language of languageCodes)
  test(`every sentence of the page in ${language} is whole and in that language`, () => {
    useAll(language);
    for (const sentence of said()) {
      assert.doesNotMatch(sentence, /[{}]|undefined|NaN/);
      assert.notEqual(sentence.trim(), '');
      if (language !== 'en') assert.doesNotMatch(sentence, english);
    }
    useAll('en');
  });

test('a problem code unknown to the page is explained in the page’s language', () => {
  useRareWords(wordsIn('de').rare);
  const problem = { type: 'about:blank', title: 'New', status: 400, detail: 'The request was odd.' };
  const unknown = explainProblem({ ...problem, code: 'idempotency-key-reused' });
  assert.equal(unknown, wordsIn('de').rare.problems.internal);
  useRareWords(wordsIn('en').rare);
});

function useAll(language: Language): void {
  const { page, follow, rare } = wordsIn(language);
  useWords(language, page);
  useFollowWords(follow);
  useRareWords(rare);
}

function said(): string[] {
  const { problems } = wordsIn('en').rare;
  const explain = (code: string) =>
    explainProblem({
      type: 'about:blank',
      title: '',
      status: 400,
      detail: '',
      code: code as ProblemCode,
      retry_after: 90,
    });
  return [
    ...states().flatMap((state) =>
      Object.values(stateWords(state, { opening: openingWords(opening, 'UTC') })),
    ),
    ...Object.keys(problems).map(explain),
    ...[1, 45, 120, 8_000].flatMap((seconds) => [spokenDuration(seconds), spokenDelay(seconds)]),
    ...[0, 1, 2, 5].map((left) => wrongCode(left)),
    openingWords(opening, 'America/Toronto'),
    openingWords(opening, 'Pacific/Auckland'),
    pageTitle('A', 'B'),
    allowThisPage('https://a.example'),
    countriesCalled('A, B'),
    providerName('instagram'),
    providerName('demo'),
  ].filter((sentence) => sentence !== '');
}

function states(): CallbackState[] {
  const base: CallbackState = { ...sampleState, message: '-' };
  const steps = ['calling-business', 'business-screening', 'calling-visitor'] as const;
  return [
    ...steps.map((step) => ({ ...base, step })),
    ...[1, 3].map((position) => ({
      ...base,
      status: 'verified' as const,
      queue: { position, expected_wait_seconds: 240 },
    })),
    { ...base, status: 'connected' },
    ...apiOutcomes.map((outcome) => ({
      ...base,
      status: 'failed' as const,
      outcome,
      notice: 'delayed' as const,
    })),
    ...(['sending', 'sent', 'failed'] as const).map((notice) => ({
      ...base,
      status: 'failed' as const,
      outcome: 'business-busy' as const,
      notice,
    })),
  ];
}
