import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { buildPage } from '../support/build-page.ts';
import { publicHost } from '../support/launch-browser.ts';
import { openStage } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import { serveFolder, serveSilence } from './serve-folder.ts';

/** The page on its own host, as on GitHub Pages: another origin than the API, and below a path. */
const hosting = (async () => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-page-'));
  const [host, silence] = await Promise.all([serveFolder(folder), serveSilence()]);
  return { folder, host, silence, origin: `http://${publicHost}:${host.port}` };
})();

const stage = openStage({
  speed: 15,
  hasCaptcha: true,
  env: async () => ({ ALLOWED_ORIGINS: (await hosting).origin }),
});

after(async () => {
  const { folder, host, silence } = await hosting;
  await Promise.all([host.close(), silence.close()]);
  await rm(folder, { recursive: true });
});

/** A visitor of a page that was built for the API at this address. */
async function visitorAt(t: TestContext, backendUrl: string, brandColor = ''): Promise<Visitor> {
  const { folder, origin } = await hosting;
  const name = `page-${new URL(backendUrl).port}`;
  await buildPage({ backendUrl, outDir: join(folder, name), brandColor });
  // A custom header would not pass CORS.
  return stage.visitor(t, { pageUrl: `${origin}/site/${name}/`, addressBy: 'route' });
}

stage.test('the page works from another origin and below a path', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'human');
  const visitor = await visitorAt(t, stage.rehearsal.backendUrl);
  await visitor.reads('Example Business');
  await visitor.askAndProve();
  await visitor.sees('You are connected');
  await visitor.sees('Call finished');
  await visitor.page.reload();
  await visitor.sees('Call finished');
  assert.deepEqual(visitor.faults, []);
});

stage.test('on another origin, a wrong code, a missed and a cancelled call end correctly', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'busy');
  const visitor = await visitorAt(t, stage.rehearsal.backendUrl);
  await visitor.ask();
  const code = await visitor.code();
  await visitor.field.fill(code === '000000' ? '111111' : '000000');
  await visitor.reads(/That code is wrong/);
  await visitor.field.fill(code);
  await visitor.sees('We’re on another call');
  await stage.phones.script(rehearsalNumbers.business, 'no-answer');
  await visitor.press('Request another call');
  await visitor.press('Request callback now');
  await visitor.sees('Enter your code');
  await visitor.field.fill(await visitor.newestCode(code));
  await visitor.sees(/^Calling/);
  await visitor.press('Hang up');
  await visitor.press('End call');
  await visitor.sees('Request cancelled');
});

stage.test('the form appears at once and stays usable when the API does not answer', async (t) => {
  const visitor = await visitorAt(t, `http://127.0.0.1:${(await hosting).silence.port}`, '#aa0033');
  const { page } = visitor;
  await visitor.fillForm();
  await page.locator('#connection[data-state=connecting]').waitFor();
  const paints = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length);
  assert.equal(paints, 1);
  const button = page.locator('#request-button');
  // The brand's colour does not wait for the API.
  assert.equal(await button.evaluate((it) => getComputedStyle(it).backgroundColor), 'rgb(170, 0, 51)');
  await visitor.press('Request callback now');
  await visitor.reads('Network error. Please check your connection.');
  await visitor.reads('Offline');
  assert.equal(await page.getByText('ALLOWED_ORIGINS').count(), 0);
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada Example');
});

stage.test('a page whose origin is refused names the origin and ALLOWED_ORIGINS', async (t) => {
  const { port } = (await hosting).host;
  const visitor = await visitorAt(t, stage.rehearsal.backendUrl);
  // The same files under another name are another origin, which the API does not allow.
  for (const host of ['localhost', '127.0.0.1']) {
    const origin = `http://${host}:${port}`;
    await visitor.page.goto(`${origin}${new URL(visitor.page.url()).pathname}`);
    await visitor.reads(`For the operator: add ${origin} to ALLOWED_ORIGINS on the server, then restart it.`);
    await visitor.reads('Requests from this page are switched off.');
  }
  await visitor.page.goto(visitor.page.url().replace('127.0.0.1', publicHost));
  await visitor.reads('Open now');
  assert.equal(await visitor.page.getByText('ALLOWED_ORIGINS').count(), 0);
});

stage.test('an API whose proxy answers for it refuses no origin: the page says Offline', async (t) => {
  const visitor = await visitorAt(t, `http://127.0.0.1:${(await hosting).host.port}`);
  await visitor.reads('Offline');
  const health = () => visitor.count('GET', /^\/health$/);
  while (health() < 2) await visitor.page.waitForTimeout(50);
  assert.equal(await visitor.page.getByText('ALLOWED_ORIGINS').count(), 0);
});

stage.test('a page on a public host does not probe the visitor’s machine', async (t) => {
  const visitor = await visitorAt(t, stage.rehearsal.backendUrl);
  await visitor.reads('Open now');
  await visitor.page.goto(`${visitor.page.url()}?backend=local`);
  await visitor.reads('Open now');
  assert.ok(!visitor.sent.some((request) => new URL(request.url()).host === 'localhost:8501'));
});

stage.test('a form that is sent before its script has loaded puts nothing into the URL', async (t) => {
  const visitor = await visitorAt(t, stage.rehearsal.backendUrl);
  await visitor.page.route(/\.js$/, () => {});
  await visitor.page.goto(visitor.page.url(), { waitUntil: 'commit' });
  await visitor.fillForm();
  const address = visitor.page.url();
  await visitor.page.locator('#request-button').evaluate((button: HTMLButtonElement) => button.click());
  await visitor.page.waitForTimeout(300);
  assert.equal(visitor.page.url(), address);
});
