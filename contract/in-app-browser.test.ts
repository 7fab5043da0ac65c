import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inAppBrowser, usableProviders } from './in-app-browser.ts';

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const android = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)';

const inApps: Record<string, string> = {
  [`${iphone} Mobile/22B83 Instagram 356.0.0.30.98 (iPhone16,2; iOS 18_1; en_US)`]: 'Instagram',
  [`${iphone} Mobile/22B83 [FBAN/FBIOS;FBAV/489.0.0.39.107;FBDV/iPhone16,2]`]: 'Facebook',
  [`${android} Version/4.0 Chrome/131.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/489.0]`]: 'Facebook',
  [`${iphone} Mobile/22B83 [FBAN/MessengerForiOS;FBAV/486.0]`]: 'Messenger',
  [`${iphone} Mobile/22B83 musical_ly_36.8.0 BytedanceWebview/d8a21c6`]: 'TikTok',
  [`${android} Version/4.0 Chrome/131.0 Mobile Safari/537.36 trill_360804 AppName/TikTok`]: 'TikTok',
  [`${iphone} Mobile/22B83 [LinkedInApp]/9.30.4561`]: 'LinkedIn',
  [`${android.replace('Pixel 9', 'Pixel 9; wv')} Version/4.0 Chrome/131.0 Mobile Safari/537.36`]: '',
};

test('browsers inside apps are known, and Google is no way to sign in there', () => {
  for (const [userAgent, app] of Object.entries(inApps)) {
    assert.equal(inAppBrowser(userAgent), app, userAgent);
    assert.deepEqual(usableProviders(['google', 'whatsapp'], userAgent), ['whatsapp']);
    assert.deepEqual(usableProviders(['google'], userAgent), []);
  }
});

test('Safari, Chrome and Firefox are no browsers inside apps', () => {
  for (const userAgent of [
    `${iphone} Version/18.1 Mobile/15E148 Safari/604.1`,
    `${iphone} CriOS/131.0 Mobile/15E148 Safari/604.1`,
    `${android} Chrome/131.0 Mobile Safari/537.36`,
    'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
    '',
  ]) {
    assert.equal(inAppBrowser(userAgent), undefined, userAgent);
    assert.deepEqual(usableProviders(['google'], userAgent), ['google']);
  }
});
