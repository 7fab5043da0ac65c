import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { actAtPhone } from '../phones-page/act-at-phone.ts';
import { shiftUntilKnown } from '../support/layout-shift.ts';
import { assertAccessible } from '../support/page-checks.ts';
import { openStage } from '../support/stage.ts';

const name = 'Riverside Plumbing, Heating and Bathrooms';
const stage = openStage({ speed: 15, env: async () => ({ BUSINESS_NAME: name }) });
const { business } = rehearsalNumbers;

stage.test('axe finds no violation and nothing overflows, from the form to the call’s end', async (t) => {
  await stage.phones.script(business, 'human', { talksMs: null });
  const visitor = await stage.visitor(t);
  await stage.phones.script(visitor.phone, 'human', { talksMs: null });
  await visitor.reads(name);
  await assertAccessible(visitor, 'form');
  await visitor.press('Request callback now');
  await visitor.reads('Please enter your name.');
  await assertAccessible(visitor, 'form with problems');
  await visitor.ask();
  await assertAccessible(visitor, 'code');
  const code = await visitor.code();
  await visitor.field.fill(code === '000000' ? '000001' : '000000');
  await visitor.reads(/You have 4 tries left/);
  await assertAccessible(visitor, 'wrong code');
  await visitor.field.fill(code);
  await visitor.sees('You are connected');
  await assertAccessible(visitor, 'connected');
  await visitor.press('Hang up');
  await visitor.sees('End the call?');
  await assertAccessible(visitor, 'asking whether to hang up');
  await visitor.press('Keep the call');
  await visitor.page.waitForTimeout(800);
  await actAtPhone(stage.rehearsal.simulatorUrl, visitor.phone, 'hangup');
  await visitor.sees('Call finished');
  await assertAccessible(visitor, 'talked');
});

stage.test('axe finds no violation with a missed call or a lost network', async (t) => {
  await stage.phones.script(business, 'busy');
  const visitor = await stage.visitor(t);
  await visitor.askAndProve();
  await visitor.sees('We’re on another call');
  await visitor.reads(/We have your details/);
  await assertAccessible(visitor, 'missed');
  await visitor.press('Request another call');
  await visitor.page.context().setOffline(true);
  await visitor.press('Request callback now');
  await visitor.reads('Network error. Please check your connection.');
  await assertAccessible(visitor, 'lost network');
});

stage.test('the whole flow works by keyboard', async (t) => {
  await stage.phones.script(business, 'human', { talksMs: null });
  const visitor = await stage.visitor(t);
  await stage.phones.script(visitor.phone, 'human', { talksMs: null });
  const { keyboard } = visitor.page;
  await visitor.page.locator('body').focus();
  await keyboard.press('Tab');
  assert.equal(await focused(visitor.page), 'phone');
  await keyboard.type(visitor.phone);
  await keyboard.press('Tab');
  await keyboard.type('Ada Example');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  for (const text of ['ada@example.com', 'A leaking tap']) {
    await keyboard.press('Tab');
    await keyboard.type(text);
  }
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await visitor.sees('Enter your code');
  await keyboard.type(await visitor.code());
  await visitor.sees('You are connected');
  assert.equal(await focused(visitor.page), 'status-title');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await visitor.sees('End the call?');
  await keyboard.press('Escape');
  await visitor.page.locator('#confirm').waitFor({ state: 'hidden' });
  assert.equal(await focused(visitor.page), 'cancel-button');
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await visitor.sees('Call ended');
  assert.equal(await focused(visitor.page), 'status-title');
});

stage.test('every change is announced once to a screen reader', async (t) => {
  await stage.phones.script(business, 'busy');
  const visitor = await stage.visitor(t, { prepare: ({ page }) => page.addInitScript(recordAnnouncements) });
  await visitor.press('Request callback now');
  await visitor.hears(/Please enter your name/);
  await visitor.ask();
  await visitor.hears(/Callback request received/);
  await visitor.field.fill(await visitor.code());
  await visitor.hears(/We have your details/);
  const told = await visitor.page.evaluate(() => (window as unknown as { told: string[] }).told);
  assert.equal(told[0], 'Please enter your phone number. Please enter your name.');
  assert.match(told.at(-1) ?? '', /^We’re on another call\. .* We have your details/);
  assert.equal(new Set(told).size, told.length);
});

stage.test('the layout does not move when the business name arrives', async (t) => {
  for (const width of [320, 390, 1280]) {
    const shift = await shiftUntilKnown((options) => stage.visitor(t, options), width, name);
    assert.ok(shift < 0.02, `${shift} at ${width}`);
  }
});

function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.id);
}

function recordAnnouncements(): void {
  const told: string[] = [];
  Object.assign(window, { told });
  addEventListener('DOMContentLoaded', () => {
    const region = document.getElementById('announcer');
    if (region === null) return;
    new MutationObserver(() => {
      if (region.textContent) told.push(region.textContent);
    }).observe(region, { childList: true });
  });
}
