import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Config, readConfig } from './config.ts';
import type { ConfigProblem, Environment } from './read-values.ts';

function accepted(environment: Environment): Config {
  const read = readConfig(environment);
  assert.ok(read.ok, JSON.stringify(read));
  return read.config;
}

function problems(environment: Environment): ConfigProblem[] {
  const read = readConfig(environment);
  return read.ok ? [] : read.problems;
}

/** One callback at the default prices, and the two segments of the warning: 0.012, 2 × 60 × 0.014, 0.036, 0.024. */
for (const [variable, least] of [
  ['DAILY_BUDGET', 1.752],
  ['MAX_SMS_PER_HOUR', 6],
  ['MAX_CALLS_PER_DAY', 1],
  ['MAX_MINUTES_PER_DAY', 120],
] as const) {
  test(`${variable} must have room for one callback and for the warning`, () => {
    accepted({ [variable]: String(least) });
    const [problem, ...others] = problems({ [variable]: String(least - (least < 2 ? 0.001 : 1)) });
    assert.equal(problem?.variable, variable);
    assert.deepEqual(others, []);
  });
}

test('the complaint says what one callback needs', () => {
  const [problem] = problems({ DAILY_BUDGET: '1', CURRENCY: 'EUR' });
  assert.match(problem?.problem ?? '', /4 texts, 120 minutes and 1\.73 EUR/);
  assert.match(problem?.fix ?? '', /MAX_CALL_MINUTES/);
});

test('shorter calls fit under a smaller budget', () => {
  accepted({ DAILY_BUDGET: '1', MAX_CALL_MINUTES: '30' });
});

test('a callback to the dearest country that may be called must fit too', () => {
  const prices = { PRICES: 'US=0.012/0.014,GB=0.05/0.9', DAILY_BUDGET: '50' };
  accepted(prices);
  const [problem] = problems({ ...prices, ALLOWED_COUNTRIES: 'US,GB' });
  assert.equal(problem?.variable, 'DAILY_BUDGET');
  assert.match(problem?.problem ?? '', /54\.93 USD/);
});

test('where real calls are made, every country that may be called needs its prices', () => {
  const twilio = {
    TWILIO_SID: `AC${'7a'.repeat(16)}`,
    TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
    TWILIO_NUMBER: '+12127365000',
    BUSINESS_NUMBER: '+14156710101',
    PUBLIC_BASE_URL: 'https://calls.example.com',
    ALLOWED_COUNTRIES: 'US,GB',
  };
  const [problem] = problems(twilio);
  assert.deepEqual([problem?.variable, problem?.problem], ['PRICES', 'does not say what GB costs']);
  accepted({ ...twilio, PRICES: 'US=0.012/0.014,GB=0.05/0.03' });
  accepted({ ALLOWED_COUNTRIES: 'US,GB' });
});

test('prices are read to the millionth, and what is no price is named', () => {
  const { prices } = accepted({ PRICES: 'us=0.000001/1 SIP=0/0.004', DAILY_BUDGET: '1000' }).spending;
  assert.deepEqual(prices, { US: { text: 1, minute: 1_000_000 }, SIP: { text: 0, minute: 4_000 } });
  for (const wrong of ['US=0.012', 'XX=1/1', 'US=-1/1', 'US=0.0000001/1'])
    assert.match(problems({ PRICES: wrong })[0]?.problem ?? '', /which is no price/, wrong);
});
