import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as otpauth from 'otpauth';
import { oneTimeCode, oneTimeSecret } from './one-time-code.ts';

const stepSeconds = 30;

test('codes are those of the test vectors of RFC 6238', () => {
  // The RFC prints eight digits: https://www.rfc-editor.org/rfc/rfc6238#appendix-B
  const secret = new otpauth.Secret({ buffer: new TextEncoder().encode('12345678901234567890').buffer })
    .base32;
  const vectors = [
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ] as const;
  for (const [seconds, eight] of vectors)
    assert.equal(oneTimeCode(secret, Math.floor(seconds / stepSeconds)), eight.slice(2));
});

test('an authenticator app computes the same codes from a new secret', () => {
  for (let count = 0; count < 50; count += 1) {
    const secret = oneTimeSecret();
    assert.match(secret, /^[A-Z2-7]{32}$/);
    const app = new otpauth.TOTP({ secret });
    for (const step of [1, 59_489_280, 2 ** 33])
      assert.equal(oneTimeCode(secret, step), app.generate({ timestamp: step * stepSeconds * 1_000 }));
  }
});

test('two secrets differ', () => {
  assert.notEqual(oneTimeSecret(), oneTimeSecret());
});
