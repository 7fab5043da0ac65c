import assert from 'node:assert/strict';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { assertAccessible } from '../support/page-checks.ts';
import { line, notedEvents, noteEvents, publish, stage, strictPolicy, visitorOf } from './widget-stage.ts';

stage.test('one line on a page with a strict policy leads to a talk', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'human');
  const visitor = await visitorOf(t, { policy: strictPolicy() }, { prepare: ({ page }) => noteEvents(page) });
  const { page } = visitor;
  const before = await page.evaluate(() => ({
    stored: { ...sessionStorage, ...localStorage, cookie: document.cookie },
    shifts: performance.getEntriesByType('layout-shift').length,
  }));
  assert.deepEqual(before, { stored: { cookie: '' }, shifts: 0 });
  assert.equal(visitor.sent.length, 2, 'the page and widget.js');
  await visitor.press('Call me back');
  await visitor.reads('Example Business');
  // The dialog was open, so it opens again.
  await page.goto(`${page.url()}?utm_source=mail&session=secret#top`);
  await visitor.askAndProve({ subject: 'A leaking tap' });
  await visitor.sees('You are connected');
  await visitor.sees('Call finished');
  assert.deepEqual(visitor.faults, []);
  const [asked] = visitor.sent.filter((request) => request.method() === 'POST');
  assert.equal(asked?.postDataJSON().page, `${page.url().replace(/\?.*/, '')}?utm_source=mail`);
  const noted = await notedEvents(page);
  const names = noted.map((event) => event.split(' ')[0]);
  assert.deepEqual(names, ['ready', 'open', 'requested', 'verified', 'ringing', 'connected', 'completed']);
  assert.doesNotMatch(noted.join(), /Ada|example\.com|555|tap/);
});

stage.test('axe finds nothing in the dialog, closed and open', async (t) => {
  const visitor = await visitorOf(t);
  await visitor.page.getByRole('button', { name: 'Call me back' }).waitFor();
  await assertAccessible(visitor, 'closed');
  await visitor.press('Call me back');
  await visitor.reads('Example Business');
  await assertAccessible(visitor, 'open');
});

stage.test('the styles of the website change neither the button nor the form', async (t) => {
  const hostile =
    '<style>html{font-size:9px}*{all:unset!important;font-size:60px!important;color:red!important;' +
    'display:inline!important;text-transform:uppercase!important}dialog,button{display:none!important}</style>';
  const visitor = await visitorOf(t, { head: hostile }, { viewport: { width: 320, height: 568 } });
  const button = visitor.page.getByRole('button', { name: 'Call me back' });
  assert.equal((await button.boundingBox())?.height, 48);
  await button.click();
  const label = visitor.page.getByText('Phone number');
  const style = await label.evaluate((it) => {
    const { fontSize, textTransform, color } = getComputedStyle(it);
    return { fontSize, textTransform, color };
  });
  assert.deepEqual(style, { fontSize: '16px', textTransform: 'none', color: 'rgb(24, 32, 44)' });
  const title = await visitor.page
    .locator('h1', { hasText: 'Our shop' })
    .evaluate((it) => getComputedStyle(it).color);
  assert.equal(title, 'rgb(255, 0, 0)', 'the form’s styles stay inside as well');
  const width = await visitor.page.locator('dialog[open]').evaluate((it) => it.scrollWidth <= innerWidth);
  assert.ok(width, 'nothing is cut at 320 px');
});

stage.test('the button and a form half filled survive scripts that replace the page', async (t) => {
  const visitor = await visitorOf(t, {
    body: `<div id="place"><callback-widget></callback-widget></div>${line()}`,
  });
  const { page } = visitor;
  await page.getByLabel('Your name').fill('Ada Example');
  await page.evaluate(() => {
    const place = document.createElement('callback-widget');
    document.querySelector('#place')?.replaceChildren(place);
  });
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada Example');
  await page.evaluate(() => {
    document.body.replaceWith(document.createElement('body'));
    document.documentElement.replaceChildren(document.head, document.body);
  });
  await page.getByRole('button', { name: 'Call me back' }).click();
  assert.equal(await page.locator('dialog[open]').getByLabel('Your name').inputValue(), 'Ada Example');
  assert.deepEqual(visitor.faults, []);
});

stage.test('the script works twice, late, and without its own element', async (t) => {
  const twice = await visitorOf(t, { body: `${line()}${line()}` });
  await twice.press('Call me back');
  await twice.sees('Let us call you');
  assert.equal(await twice.page.locator('callback-button').count(), 1);
  // Rocket Loader keeps the element with another type, and runs its text itself.
  const rewritten = line('type="1f-text/javascript"');
  const late = await visitorOf(t, { body: rewritten });
  await late.page.evaluate(await (await fetch(`${stage.rehearsal.backendUrl}/widget.js`)).text());
  await late.press('Call me back');
  await late.sees('Let us call you');
  assert.deepEqual([...twice.faults, ...late.faults], []);
});

stage.test('the form works inside a sandboxed frame', async (t) => {
  const inner = await publish({ body: line() });
  const frame = `<iframe sandbox="allow-scripts allow-forms allow-popups allow-same-origin" style="position: fixed; inset: 0; width: 380px; height: 600px" src="${inner}"></iframe>`;
  const visitor = await visitorOf(t, { body: frame });
  const content = visitor.page.frameLocator('iframe');
  await content.getByRole('button', { name: 'Call me back' }).click();
  await content.getByText('Example Business').waitFor();
  assert.deepEqual(visitor.faults, []);
});

stage.test('the page opens, fills and closes the form by script, and hears about it', async (t) => {
  const queue =
    '<script>(window.CallbackWidget ||= []).push(["open", { name: "Ada", subject: 7, phone: "x" }])</script>';
  const visitor = await visitorOf(
    t,
    { body: `${queue}${line('data-position="none"')}` },
    { prepare: ({ page }) => noteEvents(page) },
  );
  const { page } = visitor;
  await visitor.sees('Let us call you');
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada');
  type Widget = Record<string, (...values: unknown[]) => Promise<void>>;
  const widget = (name: string, ...values: unknown[]) =>
    page.evaluate(
      ([called, given]) =>
        (window as unknown as { CallbackWidget: Widget }).CallbackWidget[called]?.(...given),
      [name, values] as const,
    );
  await widget('prefill', { name: 'Bob', email: 'ada@example.com' });
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada', 'typed and earlier text stays');
  await widget('close');
  while (!(await notedEvents(page)).includes('closed {}')) await page.waitForTimeout(20);
  await widget('open');
  await visitor.sees('Let us call you');
  await widget('destroy');
  while ((await notedEvents(page)).at(-1) !== 'closed {}') await page.waitForTimeout(20);
  assert.equal(await page.locator('callback-button, callback-dialog').count(), 0);
  const events = (await notedEvents(page)).map((event) => event.split(' ')[0]);
  assert.deepEqual(events, ['ready', 'open', 'closed', 'open', 'closed']);
  assert.deepEqual(visitor.faults, []);
});

stage.test('own buttons, marked elements and phone links open the form', async (t) => {
  const body = `<callback-button color="#ffcc00" subject="Prices">Talk to us</callback-button>
    <a href="/contact" data-callback-open data-callback-subject="Contact">Contact</a>
    <a href="tel:+12015550100">+1 201 555 0100</a>${line('data-tel-links data-position="none"')}`;
  const visitor = await visitorOf(t, { body });
  const { page } = visitor;
  const subject = page.getByLabel('What is it about?');
  await visitor.press('Talk to us');
  await visitor.sees('Let us call you');
  assert.equal(await subject.inputValue(), 'Prices');
  const color = await page.locator('callback-button button').evaluate((it) => getComputedStyle(it).color);
  assert.equal(color, 'rgb(17, 17, 17)', 'dark text on a light button');
  await subject.fill('');
  await page.keyboard.press('Escape');
  for (const name of ['Contact', '+1 201 555 0100']) {
    await page.getByRole('link', { name }).click();
    await visitor.sees('Let us call you');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement?.localName), 'a', 'the focus returns');
  }
});

stage.test('the dialog opens again after a reload, and after a sign-in that failed', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'human');
  const visitor = await visitorOf(t);
  await visitor.press('Call me back');
  await visitor.ask();
  await visitor.page.reload();
  await visitor.sees('Enter your code');
  await visitor.press('Close');
  await visitor.page.reload();
  await visitor.page.getByRole('button', { name: 'Call me back' }).waitFor();
  assert.equal(await visitor.page.locator('dialog[open]').count(), 0);
  const saved = JSON.stringify({ state: 'v'.repeat(43), typed: { name: 'Ada Example' } });
  await visitor.page.evaluate((value) => {
    sessionStorage.clear();
    sessionStorage.setItem('callback-form-sign-in', value);
  }, saved);
  await visitor.page.goto(`${visitor.page.url()}#error=oauth_failed&reason=denied`);
  await visitor.page.reload();
  await visitor.reads(/You chose not to sign in/);
  assert.equal(await visitor.page.getByLabel('Your name').inputValue(), 'Ada Example');
  assert.doesNotMatch(visitor.page.url(), /oauth_failed/);
});

stage.test('the button disappears, and nothing throws, when the form cannot be loaded', async (t) => {
  const visitor = await visitorOf(
    t,
    {},
    {
      prepare: async ({ page }) => {
        await noteEvents(page);
        await page.route('**/widget/form.js', (route) => route.abort());
      },
    },
  );
  const button = visitor.page.getByRole('button', { name: 'Call me back' });
  await button.click();
  await button.waitFor({ state: 'hidden' });
  assert.deepEqual((await notedEvents(visitor.page)).at(-1), 'error {"reason":"not-loaded"}');
  assert.ok(visitor.faults.every((fault) => fault.startsWith('Failed to load resource')));
});

stage.test('a button that hides while the business is closed asks the server first', async (t) => {
  for (const isOpen of [true, false]) {
    const visitor = await visitorOf(
      t,
      { body: line('data-closed="hide"') },
      {
        prepare: ({ page }) =>
          page.route('**/api/v1/site', async (route) => {
            const answer = await route.fetch();
            await route.fulfill({ response: answer, json: { ...(await answer.json()), open: isOpen } });
          }),
      },
    );
    const answered = visitor.page.waitForResponse('**/api/v1/site');
    await visitor.page.reload();
    await answered;
    const button = visitor.page.getByRole('button', { name: 'Call me back' });
    await button.waitFor({ state: isOpen ? 'visible' : 'hidden' });
  }
});
