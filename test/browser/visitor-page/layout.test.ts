import assert from 'node:assert/strict';
import type { SiteInfo } from '../../../contract/site.ts';
import { assertAccessible } from '../support/page-checks.ts';
import { openStage, type VisitorOptions } from '../support/stage.ts';

const stage = openStage({ speed: 15, env: async () => ({ BRAND_COLOR: '#ffd400' }) });

/** Changes what the API tells of the business. */
function toldThat(changes: Partial<SiteInfo>): NonNullable<VisitorOptions['prepare']> {
  return ({ page }) =>
    page.route(/\/api\/v1\/site$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as SiteInfo), ...changes } });
    });
}

stage.test('the button is above the fold and above the banner on small phones', async (t) => {
  for (const viewport of [
    { width: 320, height: 568 },
    { width: 390, height: 844 },
  ]) {
    const visitor = await stage.visitor(t, { viewport });
    await visitor.reads(/We call from/);
    const [button, banner] = await Promise.all(
      ['#request-button', '#simulated'].map((place) => visitor.page.locator(place).boundingBox()),
    );
    assert.ok(button && banner);
    assert.ok(button.y + button.height <= banner.y, `${viewport.width}: ${button.y + button.height}`);
  }
});

stage.test('all errors are shown at once, each at its field', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.fillForm({ phone: '12', name: ' ', email: 'ada@' });
  await visitor.page.locator('#more').evaluate((more) => more.removeAttribute('open'));
  await visitor.press('Request callback now');
  for (const field of ['phone', 'name', 'email'])
    await visitor.page.locator(`#${field}-error:visible`).waitFor();
  assert.equal(visitor.count('POST', /\/callbacks$/), 0);
});

stage.test('numbers run from left to right where text runs from right to left', async (t) => {
  const { page } = await stage.visitor(t);
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  for (const field of ['#phone', '#code'])
    assert.equal(await page.locator(field).evaluate((input) => getComputedStyle(input).direction), 'ltr');
  const [prefix, phone] = await Promise.all(
    ['#prefix', '#phone'].map((place) => page.locator(place).boundingBox()),
  );
  assert.ok(prefix && phone && prefix.x < phone.x);
});

stage.test('the country code stands before a national number, and not before a plus', async (t) => {
  const { page } = await stage.visitor(t);
  const phone = page.getByLabel('Phone number');
  const isShown = () =>
    page.locator('#prefix').evaluate((prefix) => prefix.getBoundingClientRect().width > 0);
  await page.getByText('+1', { exact: true }).waitFor();
  assert.equal(await phone.getAttribute('placeholder'), '201 555 0123');
  for (const [typed, shown] of [
    ['2015550123', true],
    ['+44 7400', false],
    ['0044 7400', false],
    ['', true],
  ] as const) {
    await phone.fill(typed);
    assert.equal(await isShown(), shown, typed);
  }
});

stage.test('text at twice its size is not cut and does not overflow', async (t) => {
  for (const width of [320, 390, 1280]) {
    const visitor = await stage.visitor(t, { viewport: { width, height: 800 } });
    await visitor.reads(/We call from/);
    await visitor.page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    assert.deepEqual(await visitor.page.evaluate(cutTexts), [], `${width}`);
  }
});

stage.test('the colour of the brand is used, and axe finds no violation', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.reads(/We call from/);
  const ground = () =>
    visitor.page.locator('#request-button').evaluate((button) => getComputedStyle(button).backgroundColor);
  await visitor.page.emulateMedia({ colorScheme: 'dark' });
  assert.equal(await ground(), 'rgb(255, 212, 0)');
  await assertAccessible(visitor, 'brand');
});

stage.test('inside an app, the page says where Google sign-in works and demands none', async (t) => {
  const visitor = await stage.visitor(t, {
    userAgent: 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/22B83 Instagram 356.0.0.30.98',
    prepare: toldThat({ sign_in: { required: false, providers: ['google'] } }),
  });
  await visitor.reads(/doesn’t work inside Instagram. Open this page in your browser/);
  assert.equal(await visitor.page.locator('#sign-in-button').isVisible(), false);
  await assertAccessible(visitor, 'inside an app');
  await visitor.ask();
});

stage.test('where sign-in is demanded inside an app, the button leads to that sentence', async (t) => {
  const visitor = await stage.visitor(t, {
    userAgent: 'Mozilla/5.0 (Linux; Android 15; wv) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36',
    prepare: toldThat({ sign_in: { required: true, providers: ['google'] } }),
  });
  await visitor.reads(/doesn’t work inside this app/);
  await visitor.fillForm();
  await visitor.press('Request callback now');
  await visitor.page.locator('#in-app:focus').waitFor();
  assert.equal(visitor.count('POST', /\/callbacks$/), 0);
});

stage.test('the expected wait stands beside the button', async (t) => {
  const visitor = await stage.visitor(t, { prepare: toldThat({ expected_wait_seconds: 240 }) });
  await visitor.reads(/^The wait is about 4 minutes\. We call from/);
});

/** Ids or tags of elements that are too small for their text, and the page if it is too wide. */
function cutTexts(): string[] {
  const texts = [...document.querySelectorAll<HTMLElement>('main :is(h1, p, label, button, summary, span)')];
  const cut = texts.filter(
    ({ scrollWidth, clientWidth, offsetParent, className }) =>
      offsetParent !== null &&
      clientWidth > 0 &&
      scrollWidth > clientWidth + 1 &&
      className !== 'visually-hidden',
  );
  const isTooWide = document.documentElement.scrollWidth > innerWidth;
  const outside = [...document.querySelectorAll<HTMLElement>('body *')].filter(
    (each) => isTooWide && each.getBoundingClientRect().right > innerWidth,
  );
  return [...cut, ...outside].map(({ id, tagName, className }) => id || `${tagName}.${className}`);
}
