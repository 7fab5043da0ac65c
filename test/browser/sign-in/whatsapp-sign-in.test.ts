import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Route } from 'playwright-core';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { openPhonesPage } from '../phones-page/open-phones-page.ts';
import { assertAccessible } from '../support/page-checks.ts';
import type { VisitorOptions } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import { createChat, digitsIn, otherDigits } from './chat.ts';
import { publishPage, stage } from './sign-in-stage.ts';

const { business, caller } = rehearsalNumbers;
/** Opens the page that shows the visitor what to send. */
async function begin(t: TestContext, options: VisitorOptions = {}): Promise<Visitor> {
  const url = await publishPage();
  const visitor = await stage.visitor(t, { pageUrl: url, addressBy: 'route', ...options });
  await visitor.press('Sign in');
  await visitor.press('WhatsApp');
  await visitor.reads('Waiting for your message');
  return visitor;
}

function messageOn({ page }: Visitor) {
  return page.locator('#whatsapp-message').innerText();
}

function fieldOn({ page }: Visitor) {
  return page.getByLabel('Code from the chat');
}

function chatOf(phone: string) {
  return createChat({ simulatorUrl: stage.rehearsal.simulatorUrl, to: caller, phone });
}

stage.test('a message and its answer sign in, and the call comes without another code', async (t) => {
  await stage.phones.script(business, 'human', { talksMs: null });
  const visitor = await begin(t);
  const { page } = visitor;
  const { page: desk, phone } = await openPhonesPage(t, {
    url: stage.rehearsal.simulatorUrl,
  });
  await desk.getByLabel('Another phone, by number').fill(visitor.phone);
  await desk.getByRole('button', { name: 'Add phone' }).click();
  const theirs = phone(`+1 201 555 ${visitor.phone.slice(-4)}`);
  await theirs.getByLabel('Write by').selectOption('WhatsApp');
  await theirs.getByLabel('WhatsApp +1 201 555 0100').fill(await messageOn(visitor));
  await theirs.getByRole('button', { name: 'Send' }).click();
  const copy = theirs.getByRole('button', { name: /^Copy \d{3} \d{3}$/ });
  const digits = digitsIn(await copy.innerText());
  await visitor.reads('Your message has arrived.');
  await fieldOn(visitor).fill(otherDigits(digits));
  await visitor.reads('That code is wrong. You have 4 tries left.');
  await fieldOn(visitor).fill(digits);
  await visitor.reads('Signed in as Sam Sample.');
  assert.equal(visitor.count('POST', /\/oauth\/whatsapp\/confirm$/), 2);
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Sam Sample');
  assert.equal(await page.getByLabel('Phone number').inputValue(), visitor.phone);
  assert.deepEqual(await page.evaluate(() => Object.keys({ ...sessionStorage, ...localStorage })), []);
  await visitor.reads(`${visitor.phone} is confirmed and needs no code.`);
  await visitor.press('Request callback now');
  await visitor.sees(
    /Your number is confirmed|Calling|They picked up|Your phone is ringing|You are connected/,
  );
  assert.equal(await page.getByRole('heading', { name: 'Enter your code' }).isVisible(), false);
  await theirs.getByText('Ringing', { exact: false }).first().waitFor();
  assert.deepEqual(await stage.phones.textsTo(visitor.phone), []);
  assert.deepEqual(
    visitor.faults.filter((fault) => !/status of 422/.test(fault)),
    [],
  );
});

stage.test('relay attack: a victim’s message does not sign in without the victim’s answer', async (t) => {
  const attacker = await begin(t);
  const stranger = chatOf('+12015550171');
  const answer = await stranger.write(await messageOn(attacker), 'A stranger');
  assert.ok(answer.includes(`sign in on ${new URL(await publishPage()).host}`), answer);
  assert.match(answer, /do not give it to anyone/);
  await attacker.reads('Your message has arrived.');
  for (const [guess, left] of ['4 tries', '3 tries', '2 tries', '1 try'].entries()) {
    await fieldOn(attacker).fill(otherDigits(digitsIn(answer), guess + 1));
    await attacker.reads(`You have ${left} left.`);
  }
  await fieldOn(attacker).fill(otherDigits(digitsIn(answer), 5));
  await attacker.reads('no tries left');
  assert.equal(await fieldOn(attacker).isVisible(), false);
  await attacker.press('Not now');
  await attacker.fillForm({ phone: '+12015550171' });
  await attacker.press('Request callback now');
  await attacker.sees('Sign in with');
  assert.equal(attacker.count('POST', /\/callbacks$/), 0);
  assert.equal((await stranger.answers()).length, 1);
});

stage.test('with a real carrier the sign-in works by keyboard, and axe finds no violation', async (t) => {
  const visitor = await begin(t, { prepare: ({ page }) => page.route(/\/api\/v1\/site$/, asRealCarrier) });
  const { page } = visitor;
  const focused = () => page.evaluate(() => document.activeElement?.id);
  assert.equal(await focused(), 'whatsapp-link');
  assert.match(
    (await page.getByRole('link', { name: 'Open WhatsApp' }).getAttribute('href')) ?? '',
    /^https:\/\/wa\.me\//,
  );
  await assertAccessible(visitor, 'what to send');
  await page.setViewportSize({ width: 390, height: 844 });
  assert.equal(await page.getByRole('img', { name: /^QR code/ }).isVisible(), false);
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.equal(await page.getByRole('img', { name: /^QR code/ }).isVisible(), true);
  const digits = digitsIn(await chatOf(visitor.phone).write(await messageOn(visitor), 'Ada Palmer'));
  await page.getByRole('status').filter({ hasText: 'Your message has arrived.' }).waitFor();
  assert.equal(await focused(), 'whatsapp-code');
  await assertAccessible(visitor, 'field for the digits');
  await page.keyboard.type(otherDigits(digits));
  await page.getByRole('alert').filter({ hasText: 'You have 4 tries left.' }).waitFor();
  await assertAccessible(visitor, 'wrong digits');
  await page.keyboard.type(digits.slice(0, 3));
  await page.keyboard.press('Enter');
  await visitor.reads('Enter all six digits.');
  await page.keyboard.type(digits.slice(4));
  await visitor.reads('Signed in as Ada Palmer.');
  await visitor.hears(/You are signed in as Ada Palmer/);
  assert.equal(await focused(), 'sign-in-button');
  assert.equal(visitor.count('POST', /\/oauth\/whatsapp\/confirm$/), 2);
});

stage.test('simulated, the message is copied, and nothing leads to the real WhatsApp', async (t) => {
  const visitor = await begin(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = visitor;
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'whatsapp-copy');
  assert.equal(await page.locator('a[href*="wa.me"]:visible, #whatsapp-qr:visible').count(), 0);
  await assertAccessible(visitor, 'message to copy');
  await visitor.press('Copy message');
  await visitor.reads('Copied');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await messageOn(visitor));
});

stage.test('the whole answer can be pasted and is checked once, also after further keys', async (t) => {
  const visitor = await begin(t);
  const { page } = visitor;
  const answer = await chatOf(visitor.phone).write(await messageOn(visitor), 'Ada Palmer');
  const { promise: pressed, resolve: letGo } = Promise.withResolvers<void>();
  await page.route(/\/oauth\/whatsapp\/confirm$/, async (route) => {
    await pressed;
    await route.continue();
  });
  await visitor.reads('Your message has arrived.');
  await page.keyboard.insertText(answer);
  await visitor.reads('Checking…');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Checking…' }).click({ force: true });
  await page.keyboard.insertText(answer);
  await fieldOn(visitor).fill(digitsIn(answer));
  letGo();
  await visitor.reads('Signed in as Ada Palmer.');
  assert.equal(visitor.count('POST', /\/oauth\/whatsapp\/confirm$/), 1);
});

stage.test('a restart of the server during the sign-in loses nothing', async (t) => {
  const visitor = await begin(t);
  await stage.rehearsal.killBackend();
  await visitor.reads('Network error. Please check your connection.');
  await stage.rehearsal.restartBackend();
  const digits = digitsIn(await chatOf(visitor.phone).write(await messageOn(visitor), 'Ada Palmer'));
  await visitor.reads('Your message has arrived.');
  await stage.rehearsal.killBackend();
  await fieldOn(visitor).fill(digits);
  await visitor.reads('Network error. Please check your connection.');
  await stage.rehearsal.restartBackend();
  await visitor.reads('Signed in as Ada Palmer.');
});

stage.test('typed text stays, other numbers get a code, and signing out ends the sign-in', async (t) => {
  const visitor = await begin(t);
  const { page } = visitor;
  await visitor.press('Not now');
  await visitor.fillForm({ phone: '(201) 555-0172', name: 'Grace' });
  await visitor.press('Sign in');
  await visitor.press('WhatsApp');
  await visitor.reads('Waiting for your message');
  const digits = digitsIn(await chatOf(visitor.phone).write(await messageOn(visitor), 'Ada Palmer'));
  await visitor.reads('Your message has arrived.');
  await fieldOn(visitor).fill(digits);
  await visitor.reads('Signed in as Ada Palmer.');
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Grace');
  assert.equal(await page.getByLabel('Phone number').inputValue(), '(201) 555-0172');
  await visitor.press('Request callback now');
  await visitor.sees('Enter your code');
  await visitor.press('Change number');
  await visitor.press('Sign out');
  await visitor.reads('We send a 6-digit code to this number');
  await visitor.reads('To request a call, please sign in.');
});

stage.test('a page that the phone unloaded while its visitor was writing continues', async (t) => {
  const visitor = await begin(t, {
    prepare: async ({ page }) => page.setViewportSize({ width: 320, height: 568 }),
  });
  const message = await messageOn(visitor);
  await visitor.page.reload();
  await visitor.reads('Waiting for your message');
  assert.equal(await messageOn(visitor), message);
  const digits = digitsIn(await chatOf(visitor.phone).write(message, 'Ada Palmer'));
  await visitor.reads('Your message has arrived.');
  await visitor.page.reload();
  await visitor.reads('Your message has arrived.');
  await fieldOn(visitor).fill(digits);
  await visitor.reads('Signed in as Ada Palmer.');
  assert.equal(visitor.count('POST', /\/oauth\/whatsapp$/), 1);
});

stage.test('an expired sign-in says so, and a new one starts from there', async (t) => {
  const visitor = await begin(t);
  const first = await messageOn(visitor);
  // An unknown id gets the same answer as an expired sign-in.
  await visitor.page.route(/\/oauth\/whatsapp\/[\w-]{43}$/, (route) =>
    route.continue({
      url: route
        .request()
        .url()
        .replace(/.{43}$/, 'A'.repeat(43)),
    }),
  );
  await visitor.reads('This took too long');
  await visitor.page.unroute(/\/oauth\/whatsapp\/[\w-]{43}$/);
  await visitor.press('Start again');
  await visitor.reads('Waiting for your message');
  assert.notEqual(await messageOn(visitor), first);
});

stage.test('the page polls only while visible, and at once when the visitor returns', async (t) => {
  const visitor = await begin(t, { prepare: ({ page }) => page.clock.install() });
  const { page } = visitor;
  const asked = () => visitor.count('GET', /\/oauth\/whatsapp\//);
  // The clock must not run past a question that is under way: its time limit would end it.
  await page.waitForResponse(/\/oauth\/whatsapp\/[\w-]{43}$/);
  await page.evaluate(pretendVisibility, 'hidden' as const);
  await page.clock.runFor(5_000);
  const before = asked();
  await page.clock.runFor(60_000);
  assert.equal(asked(), before);
  const next = page.waitForRequest(/\/oauth\/whatsapp\/[\w-]{43}$/);
  await page.evaluate(pretendVisibility, 'visible' as const);
  await next;
});

stage.test('without a network the page says so, and starts on the next try', async (t) => {
  const visitor = await begin(t);
  await visitor.press('Not now');
  await visitor.press('Sign in');
  await visitor.page.context().setOffline(true);
  await visitor.press('WhatsApp');
  await visitor.reads('Network error. Please check your connection.');
  await visitor.page.context().setOffline(false);
  await visitor.press('Start again');
  await visitor.reads('Waiting for your message');
});

stage.test('leaving the sign-in stops the polling and removes its traces', async (t) => {
  const visitor = await begin(t, { prepare: ({ page }) => page.clock.install() });
  await visitor.page.keyboard.press('Escape');
  await visitor.page.locator('#whatsapp-dialog').waitFor({ state: 'hidden' });
  const asked = visitor.count('GET', /\/oauth\/whatsapp\//);
  await visitor.page.clock.runFor(60_000);
  assert.equal(visitor.count('GET', /\/oauth\/whatsapp\//), asked);
  assert.deepEqual(await visitor.page.evaluate(() => Object.keys({ ...sessionStorage })), []);
});

function pretendVisibility(state: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
  document.dispatchEvent(new Event('visibilitychange'));
}

/** The page is told of a real carrier, where WhatsApp is not simulated. */
async function asRealCarrier(route: Route): Promise<void> {
  const response = await route.fetch();
  const site = (await response.json()) as object;
  await route.fulfill({ response, json: { ...site, carrier: 'twilio', simulator_url: null } });
}
