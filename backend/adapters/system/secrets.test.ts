import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSecrets } from './secrets.ts';

const appSecret = 'q2Z5c0VtS1h3b1B6dUxhTjRyVGdIalk4';
const secrets = createSecrets({ appSecret });

test('a capability is 128 random bits, safe in a URL', () => {
  const drawn = new Set(Array.from({ length: 1000 }, () => secrets.capability()));
  assert.equal(drawn.size, 1000);
  for (const capability of drawn) assert.match(capability, /^[\w-]{22}$/);
});

test('a reference has no vowels and no characters that look alike', () => {
  for (let draw = 0; draw < 500; draw += 1)
    assert.match(secrets.reference(), /^[B-DF-HJKMNP-TV-Z2-9]{3}-[B-DF-HJKMNP-TV-Z2-9]{4}$/);
});

test('the code of one sending is the same after a restart', () => {
  const code = secrets.codeFor('request', 1);
  assert.match(code, /^\d{6}$/);
  assert.equal(createSecrets({ appSecret }).codeFor('request', 1), code);
});

test('each sending, callback and secret has its own code', () => {
  const other = createSecrets({ appSecret: `${appSecret}x` });
  const codes = [
    secrets.codeFor('request', 1),
    secrets.codeFor('request', 2),
    secrets.codeFor('request', 11),
    secrets.codeFor('request1', 1),
    other.codeFor('request', 1),
  ];
  assert.equal(new Set(codes).size, codes.length);
});

test('codes are evenly distributed, including leading zeros', () => {
  const counts = new Array<number>(10).fill(0);
  const draws = 20_000;
  for (let draw = 0; draw < draws; draw += 1) {
    const first = Number(secrets.codeFor(`request-${draw}`, 1).charAt(0));
    counts[first] = (counts[first] ?? 0) + 1;
  }
  // Four standard deviations; the codes are derived, so the counts are the same in every run.
  const slack = 4 * Math.sqrt(draws * 0.1 * 0.9);
  for (const count of counts) assert.ok(Math.abs(count - draws / 10) < slack, `${counts}`);
});

test('same() accepts only equal strings', () => {
  assert.equal(secrets.same('012345', '012345'), true);
  assert.equal(secrets.same('012345', '012346'), false);
  assert.equal(secrets.same('012345', '12345'), false);
});

test('a fingerprint depends on value, purpose and secret', () => {
  const print = secrets.fingerprint('client', '192.0.2.1');
  assert.match(print, /^[0-9a-f]{64}$/);
  assert.equal(secrets.fingerprint('client', '192.0.2.1'), print);
  assert.notEqual(secrets.fingerprint('number', '192.0.2.1'), print);
  assert.notEqual(createSecrets({ appSecret: 'x'.repeat(32) }).fingerprint('client', '192.0.2.1'), print);
});

test('jitter is at least 0 and below 1', () => {
  const jitter = secrets.jitter();
  assert.ok(jitter >= 0 && jitter < 1);
});

test('a sealed text is read with its purpose only, and in one spelling', () => {
  const sealed = secrets.seal('link', 'AbC/123');
  assert.equal(secrets.unseal('link', sealed), 'AbC/123');
  assert.notEqual(secrets.seal('link', 'AbC/123'), sealed);
  assert.equal(secrets.unseal('other', sealed), undefined);
  assert.equal(createSecrets({ appSecret: `${appSecret}x` }).unseal('link', sealed), undefined);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const read = [...alphabet].filter(
    (last) => secrets.unseal('link', sealed.slice(0, -1) + last) !== undefined,
  );
  assert.deepEqual(read, [sealed.at(-1)]);
  for (const wrong of ['', 'A', `${sealed}=`, ` ${sealed}`])
    assert.equal(secrets.unseal('link', wrong), undefined);
});
