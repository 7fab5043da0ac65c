import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { buildPage } from '../support/build-page.ts';
import { openStage } from '../support/stage.ts';
import { serveFolder } from './serve-folder.ts';

const stage = openStage({ speed: 15, hasCaptcha: true });

const hosting = (async () => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-content-policy-'));
  return { folder, host: await serveFolder(folder) };
})();

after(async () => {
  const { folder, host } = await hosting;
  await host.close();
  await rm(folder, { recursive: true });
});

const paths = ['/', '/privacy.html', '/terms.html', '/data-deletion.html'];

/** Every page that this project serves, by name. */
function servedPages(): [string, string][] {
  const { backendUrl, simulatorUrl } = stage.rehearsal;
  const ofBackend = paths.map((path): [string, string] => [path, `${backendUrl}${path}`]);
  return [...ofBackend, ['the phones', `${simulatorUrl}/`]];
}

/** The same pages, built for a static host that sends no security headers. */
async function staticPages(): Promise<[string, string][]> {
  const { folder, host } = await hosting;
  await buildPage({ backendUrl: stage.rehearsal.backendUrl, outDir: folder });
  return paths.map((path) => [`static ${path}`, `http://127.0.0.1:${host.port}/site${path}`]);
}

async function openPage(t: TestContext): Promise<Page> {
  const context = await stage.browser.newContext();
  t.after(() => context.close());
  return context.newPage();
}

const injected = [
  '<script>window.ran = "script"</script>',
  '<img src="nowhere" onerror="window.ran = \'handler\'">',
  '<script src="https://evil.example/x.js"></script>',
  '<iframe srcdoc="<script>parent.ran = \'frame\'</script>"></iframe>',
].join('');

stage.test('injected markup runs no script and loads nothing from other hosts', async (t) => {
  for (const [name, url] of [...servedPages(), ...(await staticPages())]) {
    const page = await openPage(t);
    const asked: string[] = [];
    await page.route('https://evil.example/**', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ contentType: 'text/javascript', body: 'window.ran = "elsewhere"' });
    });
    await page.route(url, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('</body>', `${injected}</body>`);
      assert.ok(body.includes(injected), name);
      await route.fulfill({ response, body });
    });
    await page.goto(url, { waitUntil: 'load' });
    assert.equal(await page.evaluate(() => (window as { ran?: string }).ran), undefined, name);
    assert.deepEqual(asked, [], name);
  }
});

stage.test('a script cannot turn text into markup or code', async (t) => {
  for (const [name, url] of [...servedPages(), ...(await staticPages())]) {
    const page = await openPage(t);
    await page.goto(url, { waitUntil: 'load' });
    const outcomes = await page.evaluate(() => {
      const attempt = (write: () => void): string => {
        try {
          write();
          return 'done';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const script = document.createElement('script');
      return [
        attempt(() => {
          document.body.innerHTML = '<b>text</b>';
        }),
        attempt(() => {
          script.src = 'data:text/javascript,1';
        }),
        attempt(() => {
          document.write('<b>text</b>');
        }),
      ];
    });
    assert.deepEqual(outcomes, ['TypeError', 'TypeError', 'TypeError'], name);
  }
});

/** The URL of a frame in another site's page after it tried to load this address. */
async function framed(t: TestContext, url: string): Promise<string | undefined> {
  const { folder, host } = await hosting;
  await writeFile(join(folder, 'outside.html'), `<iframe src="${url}"></iframe>`);
  const page = await openPage(t);
  await page.goto(`http://127.0.0.1:${host.port}/site/outside.html`, { waitUntil: 'load' });
  return page.frames()[1]?.url();
}

stage.test('no served page can be framed', async (t) => {
  for (const [name, url] of servedPages()) assert.match((await framed(t, url)) ?? '', /^chrome-error:/, name);
});

stage.test('a static page can be framed: only a header of its host can forbid it', async (t) => {
  for (const [name, url] of await staticPages()) assert.equal(await framed(t, url), url, name);
});

/** Behaves as Google's loader does under trusted types: https://developers.google.com/recaptcha/docs/v3 */
const loader = `
  const policy = trustedTypes.createPolicy('recaptcha-loader', { createScriptURL: (url) => url });
  const script = document.createElement('script');
  script.src = policy.createScriptURL('https://www.gstatic.com/recaptcha/releases/1/recaptcha__en.js');
  document.head.append(script);
`;
const widget = `
  window.grecaptcha = {
    render(place, { callback }) {
      const box = document.createElement('button');
      box.type = 'button';
      box.textContent = 'I am not a robot';
      box.addEventListener('click', () => callback('a token'));
      place.append(box);
      return 0;
    },
  };
  window.recaptchaLoaded();
`;

stage.test('with reCAPTCHA and its own policies, text still becomes no markup', async (t) => {
  const { folder, host } = await hosting;
  const outDir = join(folder, 'recaptcha');
  await buildPage({ backendUrl: stage.rehearsal.backendUrl, outDir, recaptcha: true });
  const page = await openPage(t);
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  const asked: string[] = [];
  const serve = (address: string, body: string) =>
    page.route(address, (route) => {
      asked.push(route.request().url());
      return route.fulfill({ contentType: 'text/javascript', body });
    });
  await serve('https://www.google.com/recaptcha/api.js?**', loader);
  await serve('https://www.gstatic.com/recaptcha/**', widget);
  const headers = { 'access-control-allow-origin': '*' };
  await page.route('**/api/v1/site', async (route) => {
    const known = await (await fetch(`${stage.rehearsal.backendUrl}/api/v1/site`)).json();
    const captcha = { kind: 'recaptcha', site_key: 'a-site-key' };
    await route.fulfill({ headers, json: { ...known, captcha } });
  });
  const requests: string[] = [];
  await page.route('**/api/v1/callbacks', async (route) => {
    if (route.request().method() === 'POST') requests.push(route.request().postData() ?? '');
    const allow = { ...headers, 'access-control-allow-headers': '*' };
    await route.fulfill({ status: 503, headers: allow, json: {} });
  });
  await page.goto(`http://127.0.0.1:${host.port}/site/recaptcha/`);
  await page.getByLabel('Your name').fill('Ada Example');
  await page.getByLabel('Phone number').fill('+12015550123');
  await page.locator('#request-button').click();
  await page.getByRole('button', { name: 'I am not a robot' }).click();
  await page.waitForFunction(() => document.querySelector('#form-alert')?.textContent !== '');
  assert.ok(requests[0]?.includes('a token'), requests[0]);
  assert.match(asked[0] ?? '', /trustedtypes=true/);
  const written = await page.evaluate(() => {
    try {
      document.body.innerHTML = '<b>text</b>';
      return 'done';
    } catch (error) {
      return (error as Error).name;
    }
  });
  assert.equal(written, 'TypeError');
  assert.deepEqual(wrong, []);
});
