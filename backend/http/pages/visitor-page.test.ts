import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { assertProblem } from '../../../test/support/http/visitor-requests.ts';

test('the page is revalidated every time, and its assets are cached for a year', async (t) => {
  const { app } = await openHttpSetup(t);
  const page = await app.inject('/');
  assert.equal(page.statusCode, 200);
  assert.match(String(page.headers['content-type']), /^text\/html/);
  assert.match(page.body, /A sample page/);
  assert.equal(page.headers['cache-control'], 'no-cache');
  const script = await app.inject('/assets/page-1a2b3c4d.js');
  assert.match(String(script.headers['content-type']), /javascript/);
  assert.equal(script.headers['cache-control'], 'public, max-age=31536000, immutable');
});

test('pages of every origin may load the widget, and nothing else', async (t) => {
  const { app } = await openHttpSetup(t);
  const load = async (path: string) => {
    const { statusCode, headers } = await app.inject({
      url: path,
      headers: { origin: 'https://any.example' },
    });
    return [statusCode, headers['access-control-allow-origin'], headers['cross-origin-resource-policy']];
  };
  for (const path of ['/widget.js', '/widget/v1.js', '/widget/form.js', '/widget/assets/code-1a2b3c4d.js'])
    assert.deepEqual(await load(path), [200, '*', 'cross-origin'], path);
  for (const path of ['/', '/assets/page-1a2b3c4d.js', '/api/v1/site'])
    assert.deepEqual(await load(path), [200, undefined, undefined], path);
  const cached = async (path: string) => (await app.inject(path)).headers['cache-control'];
  assert.equal(await cached('/widget.js'), 'public, max-age=3600, stale-while-revalidate=86400');
  assert.equal(await cached('/widget/form.js'), 'no-cache');
  assert.match(String(await cached('/widget/assets/code-1a2b3c4d.js')), /immutable/);
});

test('the page is served with its own content policy and cannot be framed', async (t) => {
  const { app } = await openHttpSetup(t);
  const { headers } = await app.inject('/');
  assert.equal(
    headers['content-security-policy'],
    "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
  );
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
});

test('the privacy page names the business, the retention time and the contact', async (t) => {
  const { app } = await openHttpSetup(t, {
    site: { businessName: 'Smith & Sons' },
    settings: { retentionDays: 30, privacyContact: 'ask@example.com' },
  });
  const { statusCode, headers, body } = await app.inject('/privacy.html');
  assert.equal(statusCode, 200);
  assert.match(String(headers['content-type']), /^text\/html/);
  assert.equal(headers['cache-control'], 'no-cache');
  assert.equal(
    headers['content-security-policy'],
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
  );
  assert.match(body, /<title>Smith &#38; Sons<\/title>/);
  assert.match(body, /mailto:ask@example\.com.* 30 days after/);
  assertProblem(await app.inject('/terms.html'), 'not-found', 404);
});

test("unknown files and paths outside the page's folder are not found", async (t) => {
  const { app } = await openHttpSetup(t);
  for (const address of ['/assets/other.js', '/..%2fhttp-rig.ts', '/%2e%2e/http-rig.ts', '/assets/']) {
    assertProblem(await app.inject(address), 'not-found', 404);
  }
  assertProblem(await app.inject({ method: 'POST', url: '/nowhere' }), 'not-found', 404);
  assertProblem(await app.inject({ method: 'POST', url: '/' }), 'method-not-allowed', 405);
});

test('without a built page, its address explains how to build it', async (t) => {
  const { app } = await openHttpSetup(t, { settings: { pageRoot: '/nowhere/page' } });
  const answer = await app.inject('/');
  assert.match(String(answer.headers['content-type']), /^text\/plain/);
  assert.match(answer.body, /npm run build:page/);
  assert.equal((await app.inject('/api/v1/site')).statusCode, 200);
});

test('the origin of the logo is added to the page’s policy, and nothing else is', async (t) => {
  const brandLogoUrl = 'https://images.example.com/brand/logo.svg?v=2';
  const { app } = await openHttpSetup(t, {
    site: { brandLogoUrl },
    settings: { pageRoot: join(import.meta.dirname, '../../../test/support/http/sample-page-with-images') },
  });
  const { body, headers } = await app.inject('/');
  const policy = "default-src 'none'; style-src 'self'; img-src 'self' https://images.example.com";
  assert.equal(headers['content-security-policy'], `${policy}; frame-ancestors 'none'`);
  assert.ok(body.includes(policy));
});

test('the brand’s colour is in the page before its first paint, as its only style', async (t) => {
  const { app } = await openHttpSetup(t, {
    site: { brandColor: '#aa0033' },
    settings: { pageRoot: join(import.meta.dirname, '../../../test/support/http/sample-page-with-images') },
  });
  const { body, headers } = await app.inject('/');
  const [, style = ''] = /<style>(.*?)<\/style>/.exec(body) ?? [];
  assert.match(style, /^:root\{--accent:#aa0033;/);
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = String(headers['content-security-policy']);
  assert.ok(policy.includes(`style-src 'self' 'sha256-${hash}';`), policy);
  assert.equal((await app.inject('/privacy.html')).body.includes('<style>'), false);
});

test('only the sites of FRAME_ANCESTORS may show the pages in a frame', async (t) => {
  const policies = async (frameAncestors: string[]) => {
    const setup = await openHttpSetup(t, { settings: { frameAncestors } });
    const pages = await Promise.all(['/', '/privacy.html'].map((page) => setup.app.inject(page)));
    return pages.map(
      ({ headers }) => /frame-ancestors [^;]+/.exec(String(headers['content-security-policy']))?.[0],
    );
  };
  const none = "frame-ancestors 'none'";
  assert.deepEqual(await policies([]), [none, none]);
  const two = 'frame-ancestors https://www.example.com https://shop.example';
  assert.deepEqual(await policies(['https://www.example.com', 'https://shop.example']), [two, two]);
});
