import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './read-config.ts';
import type { ConfigProblem, Environment } from './read-values.ts';
import { acceptConfig, atTwilio } from './test-support.ts';

function problems(environment: Environment): ConfigProblem[] {
  const read = readConfig(environment);
  return read.ok ? [] : read.problems;
}

/** One callback at the default prices (0.012 + 2 × 61 × 0.014 + 0.036), and eight warnings (0.096). */
for (const [variable, least] of [
  ['DAILY_BUDGET', 1.852],
  ['MAX_SMS_PER_HOUR', 1],
  ['MAX_CALLS_PER_DAY', 1],
  ['MAX_MINUTES_PER_DAY', 122],
] as const) {
  test(`${variable} must allow one callback and the spending warning`, () => {
    acceptConfig({ [variable]: String(least) });
    const [problem, ...others] = problems({ [variable]: String(least - (least < 2 ? 0.001 : 1)) });
    assert.equal(problem?.variable, variable);
    assert.deepEqual(others, []);
  });
}

test('a cap that is too low names what one callback needs', () => {
  const [problem] = problems({ DAILY_BUDGET: '1', CURRENCY: 'EUR' });
  assert.match(problem?.problem ?? '', /4 text messages, 122 minutes and 1\.76 EUR/);
  assert.match(problem?.fix ?? '', /MAX_CALL_MINUTES/);
});

test('a small budget is accepted with a lower MAX_CALL_MINUTES', () => {
  acceptConfig({ DAILY_BUDGET: '1.02', MAX_CALL_MINUTES: '30' });
});

test('the caps must allow a callback to the most expensive allowed country', () => {
  const prices = { PRICES: 'US=0.012/0.014,GB=0.05/0.9', DAILY_BUDGET: '50' };
  acceptConfig(prices);
  const [problem] = problems({ ...prices, ALLOWED_COUNTRIES: 'US,GB' });
  assert.equal(problem?.variable, 'DAILY_BUDGET');
  assert.match(problem?.problem ?? '', /55\.84 USD/);
});

test('every allowed country needs a price when the carrier is Twilio', () => {
  const twilio = { ...atTwilio, ALLOWED_COUNTRIES: 'US,GB' };
  const [problem] = problems(twilio);
  assert.deepEqual([problem?.variable, problem?.problem], ['PRICES', 'has no price for GB']);
  acceptConfig({ ...twilio, PRICES: 'US=0.012/0.014,GB=0.05/0.03' });
  acceptConfig({ ALLOWED_COUNTRIES: 'US,GB' });
});

test('prices are exact to the millionth, and an invalid price is named', () => {
  const { prices } = acceptConfig({ PRICES: 'us=0.000001/1 SIP=0/0.004', DAILY_BUDGET: '1000' }).spending;
  assert.deepEqual(prices, { US: { text: 1, minute: 1_000_000 }, SIP: { text: 0, minute: 4_000 } });
  for (const wrong of ['US=0.012', 'XX=1/1', 'US=-1/1', 'US=0.0000001/1'])
    assert.match(problems({ PRICES: wrong })[0]?.problem ?? '', /which is not a price/, wrong);
});
