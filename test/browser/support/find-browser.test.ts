import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whySkipped } from './browser-test.ts';
import { findBrowser, findHeadlessBrowser } from './find-browser.ts';

const nowhere = { PATH: '/nowhere' };

test('without a browser the error says how to get one', () => {
  assert.throws(() => findBrowser(nowhere), { code: 'no-browser', message: /apt-get install chromium/ });
  assert.throws(
    () => findBrowser({ ...nowhere, CHROMIUM_PATH: '/no/such' }),
    /CHROMIUM_PATH names "\/no\/such"/,
  );
});

test('CHROMIUM_PATH goes before browsers in PATH', () => {
  assert.equal(findBrowser({ ...process.env, CHROMIUM_PATH: process.execPath }), process.execPath);
});

test('CHROMIUM_PATH also replaces the headless browser', () => {
  assert.equal(findHeadlessBrowser({ ...process.env, CHROMIUM_PATH: process.execPath }), process.execPath);
});

test('without a browser its tests are skipped, but never in CI', () => {
  assert.match(whySkipped(nowhere) ?? '', /need Chromium/);
  assert.equal(whySkipped({ ...nowhere, CI: 'true' }), undefined);
});
