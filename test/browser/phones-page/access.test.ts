import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { browserTest } from '../support/browser-test.ts';
import { assertAccessible } from '../support/page-checks.ts';
import { openPhonesPage } from './open-phones-page.ts';
import { numbers, startPhonesSetup } from './phones-setup.ts';

const { account, business } = numbers;
const ask = '<Response><Gather timeout="600"><Say>Press 1 to talk.</Say></Gather></Response>';

browserTest('axe finds no violation and nothing overflows, in any state', async (t) => {
  const { url, client, application, stop } = await startPhonesSetup(t, { [business]: 'Business' });
  const { page, phone, show, entries } = await openPhonesPage(t, { url });
  await assertAccessible({ page }, 'empty');
  const long = `Your code is 482913. ${'Averylongwordwithoutanyblank'.repeat(8)}`;
  await client.messages.create({ to: business, from: account, body: long });
  application.answer('/start', ask);
  await phone('Business').getByRole('button', { name: 'Take over' }).click();
  await client.calls.create({ to: business, from: account, url: `${application.url}/start`, timeout: 600 });
  await phone('Business').getByRole('button', { name: 'Answer' }).waitFor();
  await assertAccessible({ page }, 'ringing');
  await phone('Business').getByRole('button', { name: 'Answer' }).click();
  await phone('Business').getByText('Press 1 to talk.').waitFor();
  await assertAccessible({ page }, 'on the line');
  for (const text of ['POST /Calls', 'voice: in-progress', 'Gather, Say']) {
    await entries(text).locator('summary').click();
  }
  await assertAccessible({ page }, 'timeline opened');
  await show('Controls');
  await assertAccessible({ page }, 'controls');
  await stop();
  await page.getByRole('alert').waitFor();
  await assertAccessible({ page }, 'simulator stopped');
});

browserTest('a call is answered, gets keys and is ended by keyboard alone', async (t) => {
  const { url, client, simulator } = await startPhonesSetup(t, { [business]: 'Business' });
  simulator.setPhone({ number: business, script: 'manual' });
  const { page, phone } = await openPhonesPage(t, { url });
  await client.calls.create({ to: business, from: account, twiml: ask, timeout: 600 });
  const theirs = phone('Business');
  const answer = theirs.getByRole('button', { name: 'Answer' });
  await answer.waitFor();
  await tabTo(page, 'Answer');
  await page.keyboard.press('Enter');
  await theirs.getByText('On the line').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('7');
  await theirs.getByText('Pressed 7').waitFor();
  await tabTo(page, 'Hang up');
  await page.keyboard.press('Space');
  await theirs.getByText(/^Call ended at/).waitFor();
  assert.ok(await theirs.evaluate((one) => one === document.activeElement));
  const pressed = simulator.calls()[0]?.pressed;
  assert.equal(pressed, '7');
});

browserTest('on a narrow screen sections change by keyboard, and each shows the ringing', async (t) => {
  const { url, client, simulator } = await startPhonesSetup(t);
  simulator.setPhone({ number: business, script: 'manual' });
  const viewport = { width: 390, height: 844 };
  const { page, phone } = await openPhonesPage(t, { url, viewport });
  await tabTo(page, 'Timeline');
  await page.keyboard.press('Enter');
  await phone('+1 201 555 0110').waitFor({ state: 'hidden' });
  await client.calls.create({ to: business, from: account, twiml: ask });
  await page.getByRole('button', { name: 'Phones · ringing' }).click();
  await phone('+1 201 555 0110').getByRole('button', { name: 'Answer' }).click();
  await page.getByRole('button', { name: 'Phones', exact: true }).waitFor();
});

browserTest('a screen reader announces ringing and its end', async (t) => {
  const { url, client, simulator } = await startPhonesSetup(t, { [business]: 'Business' });
  simulator.setPhone({ number: business, script: 'declines' });
  const { page } = await openPhonesPage(t, { url });
  await client.calls.create({ to: business, from: account, twiml: ask });
  await page
    .locator('[aria-live=assertive]', { hasText: 'Business rings. Call from +1 201 555 0100.' })
    .waitFor();
  await page.locator('[aria-live=polite]', { hasText: /Business: Was busy or declined at/ }).waitFor();
});

browserTest('a ringing phone shakes, but not with reduced motion', async (t) => {
  const { url, client, simulator } = await startPhonesSetup(t);
  simulator.setPhone({ number: business, script: 'manual' });
  const { page, phone } = await openPhonesPage(t, { url });
  await client.calls.create({ to: business, from: account, twiml: ask, timeout: 600 });
  const theirs = phone('+1 201 555 0110');
  await theirs.getByText('Ringing').waitFor();
  const moves = () => theirs.evaluate((one) => getComputedStyle(one).animationName);
  assert.equal(await moves(), 'shake');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  assert.equal(await moves(), 'none');
});

browserTest('after a click there is sound: a ring tone, and a voice for spoken text', async (t) => {
  const { url, client, simulator } = await startPhonesSetup(t);
  simulator.setPhone({ number: business, script: 'manual' });
  const { page, phone, faults } = await openPhonesPage(t, { url });
  await page.evaluate(listenToPage);
  const heard = () => page.evaluate(() => (window as unknown as { sounds: string[] }).sounds);
  await client.calls.create({ to: business, from: account, twiml: ask, timeout: 600 });
  await phone('+1 201 555 0110').getByText('Ringing').waitFor();
  assert.deepEqual(await heard(), []);
  await page.getByRole('button', { name: 'Turn sound on' }).click();
  assert.deepEqual(await heard(), ['tone', 'tone']);
  await phone('+1 201 555 0110').getByRole('button', { name: 'Answer' }).click();
  await phone('+1 201 555 0110').getByText('Press 1 to talk.').waitFor();
  assert.equal((await heard()).at(-1), 'says Press 1 to talk.');
  await phone('+1 201 555 0110').getByRole('button', { name: '1', exact: true }).click();
  await phone('+1 201 555 0110').getByText('Pressed 1').waitFor();
  assert.equal((await heard()).at(-1), 'hush');
  assert.deepEqual(faults, []);
});

/** Presses Tab until a button of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return;
  }
  throw new Error(`Tab never came to "${name}".`);
}

/** Records sounds and speech: a headless browser plays none. */
function listenToPage(): void {
  const sounds: string[] = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) {
    sounds.push('tone');
    start.call(this, when);
  };
  speechSynthesis.speak = ({ text }) => void sounds.push(`says ${text}`);
  speechSynthesis.cancel = () => void sounds.push('hush');
  Object.assign(window, { sounds });
}
