import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whySkipped } from './browser-test.ts';
import { findBrowser } from './find-browser.ts';

const nowhere = { PATH: '/nowhere' };

test('a missing browser is said with how to get one', () => {
  assert.throws(() => findBrowser(nowhere), { code: 'no-browser', message: /apt-get install chromium/ });
  assert.throws(
    () => findBrowser({ ...nowhere, CHROMIUM_PATH: '/no/such' }),
    /CHROMIUM_PATH names "\/no\/such"/,
  );
});

test('the browser that is named goes before those in PATH', () => {
  assert.equal(findBrowser({ ...process.env, CHROMIUM_PATH: process.execPath }), process.execPath);
});

test('without a browser its tests are skipped, but never on a build machine', () => {
  assert.match(whySkipped(nowhere) ?? '', /need Chromium/);
  assert.equal(whySkipped({ ...nowhere, CI: 'true' }), undefined);
});
