import assert from 'node:assert/strict';
import { test } from 'node:test';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { CaptchaPuzzle } from '../../ports/captcha.ts';
import type { Clock } from '../../ports/clock.ts';
import { createAltcha } from './altcha.ts';

const start = Date.UTC(2030, 0, 7, 15);

function setup(secret = 'a secret for tests only') {
  const time = { at: start };
  const clock: Clock = { now: () => time.at, monotonic: () => time.at, after: () => () => {} };
  return { time, captcha: createAltcha({ secret, clock }) };
}

const refused = { ok: false, reason: 'captcha-refused' };

test('a solved puzzle is accepted and returns its challenge and expiry', async () => {
  const { captcha } = setup();
  const puzzle = await captcha.puzzle();
  assert.ok(puzzle);
  assert.deepEqual(await captcha.check(await solve(puzzle)), {
    ok: true,
    solved: { challenge: puzzle.parameters.nonce, expiresAt: start + 600_000 },
  });
});

test('a request without a solution is refused as captcha-required', async () => {
  assert.deepEqual(await setup().captcha.check(undefined), { ok: false, reason: 'captcha-required' });
});

test('a puzzle expires after ten minutes', async () => {
  const { captcha, time } = setup();
  const puzzle = await captcha.puzzle();
  assert.ok(puzzle);
  const solution = await solve(puzzle);
  time.at = start + 599_999;
  assert.equal((await captcha.check(solution)).ok, true);
  time.at = start + 600_000;
  assert.deepEqual(await captcha.check(solution), refused);
});

test('a foreign puzzle, or one made easier or longer-lived, is refused', async () => {
  const { captcha } = setup();
  const puzzle = await captcha.puzzle();
  const foreign = await setup('another secret').captcha.puzzle();
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

test('a solution without the work is refused', async () => {
  const { captcha } = setup();
  const challenge = await captcha.puzzle();
  const unsolved = { challenge, solution: { counter: 0, derivedKey: '000'.padEnd(64, '1') } };
  assert.deepEqual(await captcha.check(Buffer.from(JSON.stringify(unsolved)).toString('base64')), refused);
});

for (const malformed of ['', '%%%', 'bnVsbA==', 'e30=', 'eyJjaGFsbGVuZ2UiOm51bGx9', 'A'.repeat(5_000)]) {
  test(`"${malformed.slice(0, 30)}" is refused as a wrong solution`, async () => {
    assert.deepEqual(await setup().captcha.check(malformed), refused);
  });
}

/** Returns the solution that a page sends. */
export async function solve(challenge: CaptchaPuzzle): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}
