import assert from 'node:assert/strict';
import { browserTest } from '../support/browser-test.ts';
import { openPhonesPage } from './open-phones-page.ts';
import { numbers, startPhonesSetup } from './phones-setup.ts';

const { account, business } = numbers;

browserTest('a fault that was set on the page takes effect, is counted and is cleared', async (t) => {
  const { url, client, simulator } = await startPhonesSetup(t);
  const { page, show, entries } = await openPhonesPage(t, { url });
  await show('Controls');
  await page.getByLabel('What goes wrong').selectOption('500 Server error');
  await page.getByLabel('Times').fill('2');
  await page.getByLabel('Resource').selectOption('Messages');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.getByText('500 Server error (messages): struck 0 of 2').waitFor();
  await assert.rejects(client.messages.create({ to: business, from: account, body: 'Hi' }), { status: 500 });
  await page.getByText('struck 1 of 2').waitFor();
  await page.getByRole('button', { name: 'Clear all faults' }).click();
  await page.getByText('No fault is set').waitFor();
  assert.deepEqual(simulator.faults(), []);
  await show('Timeline');
  await entries('Fault: 500').waitFor();
});

browserTest('a webhook fault shows the fields of webhooks', async (t) => {
  const { url, simulator } = await startPhonesSetup(t);
  const { page, show } = await openPhonesPage(t, { url });
  await show('Controls');
  await page.getByLabel('What goes wrong').selectOption('Webhook arrives late');
  assert.equal(await page.getByLabel('Method').isVisible(), false);
  await page.getByLabel('Milliseconds').fill('700');
  await page.getByLabel('Webhook', { exact: true }).selectOption('status');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.getByText('Webhook arrives late (status): struck 0 of 1').waitFor();
  const [fault] = simulator.faults();
  assert.deepEqual(
    [fault?.kind, fault?.ms, fault?.webhook, fault?.resource],
    ['delay', 700, 'status', undefined],
  );
});

browserTest('settings are sent on change, and an error appears beside its field', async (t) => {
  const { url, simulator } = await startPhonesSetup(t);
  const { page, show } = await openPhonesPage(t, { url });
  await show('Controls');
  await page.getByText('10× speed').waitFor();
  await page.getByLabel(/^Trial account/).check();
  await page.getByLabel(/^Verified numbers/).fill('+12015550110, +12015550120');
  await page.getByLabel(/^Verified numbers/).press('Tab');
  await page.getByLabel('Calls per second').fill('0');
  await page.getByLabel('Calls per second').press('Tab');
  await page.getByText(/^callsPerSecond:/).waitFor();
  await page.getByLabel('Calls per second').fill('3');
  await page.getByLabel('Calls per second').press('Tab');
  await page.getByText(/^callsPerSecond:/).waitFor({ state: 'hidden' });
  const { trial, verifiedNumbers, callsPerSecond } = simulator.settings();
  assert.deepEqual([trial, verifiedNumbers, callsPerSecond], [true, ['+12015550110', '+12015550120'], 3]);
});

browserTest('scripts are chosen on the page, and outside changes appear', async (t) => {
  const { url, simulator } = await startPhonesSetup(t, { [business]: 'Business' });
  const { page, phone } = await openPhonesPage(t, { url });
  const theirs = phone('Business');
  await theirs.getByText('+1 201 555 0110').waitFor();
  await theirs.getByLabel('This phone').selectOption('Voicemail answers');
  await page.getByLabel('Phones you have not touched').selectOption('Busy');
  await theirs.getByRole('button', { name: 'Take over' }).click();
  await theirs.getByRole('button', { name: 'Take over' }).waitFor({ state: 'hidden' });
  assert.equal(simulator.phones()[0]?.script, 'manual');
  assert.equal(simulator.settings().defaultScript, 'busy');
  simulator.setPhone({ number: business, script: 'declines' });
  simulator.setPhone({ number: '+12015550133', script: 'human', name: 'Neighbour' });
  await phone('Neighbour').waitFor();
  assert.equal(await theirs.getByLabel('This phone').inputValue(), 'declines');
});

browserTest('reset empties the page', async (t) => {
  const { url, simulator } = await startPhonesSetup(t);
  const { page, phone, show, entries } = await openPhonesPage(t, { url });
  simulator.messageFrom({ from: '+12015550120', to: account, body: 'Hello' });
  await phone('+1 201 555 0120').waitFor();
  await show('Controls');
  await page.getByRole('button', { name: 'Reset everything' }).click();
  await page.getByText('No phone has rung yet.').waitFor();
  await show('Timeline');
  await entries('Reset:').waitFor();
  assert.equal(await entries('Hello').count(), 0);
});

browserTest('an invalid phone number is rejected with a message', async (t) => {
  const { url } = await startPhonesSetup(t);
  const { page } = await openPhonesPage(t, { url });
  await page.getByLabel('Another phone, by number').fill('555');
  await page.getByRole('button', { name: 'Add phone' }).click();
  await page.getByText(/number: must be an E\.164 number/).waitFor();
});

browserTest('a code is copied, and an undeliverable text message shows its reason', async (t) => {
  const { url, client, simulator } = await startPhonesSetup(t);
  const { page, phone } = await openPhonesPage(t, {
    url,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await client.messages.create({ to: business, from: account, body: 'Your code is 482913.' });
  const theirs = phone('+1 201 555 0110');
  await theirs.getByRole('button', { name: 'Copy 482913' }).click();
  await theirs.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '482913');
  simulator.setPhone({ number: '+12015550120', script: 'unreachable' });
  await client.messages.create({ to: '+12015550120', from: account, body: 'Hi' });
  await phone('+1 201 555 0120')
    .getByText(/not delivered \(30003\)/)
    .waitFor();
});

browserTest('a phone writes on WhatsApp, and its thread shows the channel of each message', async (t) => {
  const { url, simulator, application } = await startPhonesSetup(t);
  simulator.updateSettings({ whatsappUrl: `${application.url}/whatsapp` });
  application.answer('/whatsapp', '<Response><Message>Your number is 224466</Message></Response>');
  simulator.setPhone({ number: business, script: 'manual' });
  const { phone } = await openPhonesPage(t, { url });
  const theirs = phone('+1 201 555 0110');
  await theirs.getByLabel('Write by').selectOption('WhatsApp');
  await theirs.getByLabel('WhatsApp +1 201 555 0100').fill('Sign me in');
  await theirs.getByRole('button', { name: 'Send' }).click();
  await theirs.locator('.thread li', { hasText: 'Your number is 224466' }).getByText('WhatsApp').waitFor();
  assert.equal(application.at('/whatsapp')[0]?.fields.From, `whatsapp:${business}`);
});
