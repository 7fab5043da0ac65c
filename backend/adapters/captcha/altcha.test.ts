import assert from 'node:assert/strict';
import { test } from 'node:test';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { CaptchaPuzzle } from '../../ports/captcha.ts';
import type { Clock } from '../../ports/clock.ts';
import { createAltcha } from './altcha.ts';

const start = Date.UTC(2030, 0, 7, 15);

function stage(secret = 'a secret for tests only') {
  const time = { at: start };
  const clock: Clock = { now: () => time.at, monotonic: () => time.at, after: () => () => {} };
  return { time, captcha: createAltcha({ secret, clock }) };
}

const refused = { ok: false, reason: 'captcha-refused' };

test('a solved puzzle is taken, and names what must be remembered until when', async () => {
  const { captcha } = stage();
  const puzzle = await captcha.puzzle();
  assert.ok(puzzle);
  assert.deepEqual(await captcha.check(await solve(puzzle)), {
    ok: true,
    solved: { challenge: puzzle.parameters.nonce, expiresAt: start + 600_000 },
  });
});

test('whoever brings nothing is asked for a solution', async () => {
  assert.deepEqual(await stage().captcha.check(undefined), { ok: false, reason: 'captcha-required' });
});

test('a puzzle is good for ten minutes', async () => {
  const { captcha, time } = stage();
  const puzzle = await captcha.puzzle();
  assert.ok(puzzle);
  const solution = await solve(puzzle);
  time.at = start + 599_999;
  assert.equal((await captcha.check(solution)).ok, true);
  time.at = start + 600_000;
  assert.deepEqual(await captcha.check(solution), refused);
});

test('a puzzle of somebody else’s making, or made easier or to last, is refused', async () => {
  const { captcha } = stage();
  const puzzle = await captcha.puzzle();
  const foreign = await stage('another secret').captcha.puzzle();
  assert.ok(puzzle && foreign);
  assert.deepEqual(await captcha.check(await solve(foreign)), refused);
  const { parameters } = puzzle;
  for (const changed of [
    { keyPrefix: '0' },
    { cost: 1 },
    { data: { expires_at: start + 10 ** 9 } },
    { nonce: '00'.repeat(16) },
  ]) {
    const forged: typeof puzzle = { ...puzzle, parameters: { ...parameters, ...changed } };
    assert.deepEqual(await captcha.check(await solve(forged)), refused);
  }
});

test('work that was not done is refused', async () => {
  const { captcha } = stage();
  const challenge = await captcha.puzzle();
  const lazy = { challenge, solution: { counter: 0, derivedKey: '000'.padEnd(64, '1') } };
  assert.deepEqual(await captcha.check(Buffer.from(JSON.stringify(lazy)).toString('base64')), refused);
});

for (const nonsense of ['', '%%%', 'bnVsbA==', 'e30=', 'eyJjaGFsbGVuZ2UiOm51bGx9', 'A'.repeat(5_000)]) {
  test(`"${nonsense.slice(0, 30)}" is refused like any wrong solution`, async () => {
    assert.deepEqual(await stage().captcha.check(nonsense), refused);
  });
}

/** What a page that does its work sends. */
export async function solve(challenge: CaptchaPuzzle): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}
