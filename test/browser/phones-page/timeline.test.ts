import assert from 'node:assert/strict';
import { browserTest } from '../support/browser-test.ts';
import { openPhonesPage } from './open-phones-page.ts';
import { numbers, startPhonesSetup } from './phones-setup.ts';

const say = '<Response><Say>Good morning</Say><Hangup/></Response>';
const { account, business } = numbers;

browserTest('an entry opens and shows what was sent over the wire', async (t) => {
  const { url, client, application } = await startPhonesSetup(t);
  application.answer('/start', say);
  const { page, entries, faults } = await openPhonesPage(t, { url });
  const { sid } = await client.calls.create({ to: business, from: account, url: `${application.url}/start` });

  const request = entries('POST /Calls');
  await request.getByText('201', { exact: true }).waitFor();
  await request.locator('summary').click();
  await request.getByText('The application asks for a call.').waitFor();
  await request.getByRole('row', { name: `To ${business}` }).waitFor();
  await request.getByText(`"sid": "${sid}"`).waitFor();

  const webhook = entries('voice: in-progress');
  await webhook.locator('summary').click();
  await webhook.getByRole('row', { name: /^Signature [\w+/]{27}=$/ }).waitFor();
  await webhook
    .getByRole('row', { name: `CallSid ${sid}` })
    .first()
    .waitFor();
  await webhook.getByRole('row', { name: `POST ${application.url}/start` }).waitFor();

  const twiml = entries('Say, Hangup');
  await twiml.locator('summary').click();
  const laidOut = '<Response>\n  <Say>Good morning</Say>\n  <Hangup/>\n</Response>';
  assert.equal(await twiml.locator('pre').textContent(), laidOut);
  await page.getByText('completed', { exact: true }).waitFor();
  assert.deepEqual(faults, []);
});

browserTest('markup in the traffic is shown as text', async (t) => {
  const { url, client } = await startPhonesSetup(t);
  const { page, phone, entries, faults } = await openPhonesPage(t, { url });
  const body = '<img src=x onerror=alert(1)> & <b>bold</b>';
  await client.messages.create({ to: business, from: account, body });
  await phone('+1 201 555 0110').getByText(body).waitFor();
  await entries(body).first().locator('summary').click();
  assert.equal(await page.locator('img, .entries b, .thread b').count(), 0);
  assert.deepEqual(faults, []);
});

browserTest('the timeline can show one call or one kind, or pause', async (t) => {
  const { url, client, simulator } = await startPhonesSetup(t);
  const { page, entries } = await openPhonesPage(t, { url });
  simulator.setPhone({ number: business, script: 'busy' });
  await client.calls.create({ to: business, from: account, twiml: say });
  await client.messages.create({ to: '+12015550120', from: account, body: 'Hello' });
  await entries('Text delivered').waitFor();

  const family = page.getByLabel('Only one call or text');
  await family.selectOption({
    label: (await family.locator('option', { hasText: 'Call to' }).textContent()) ?? '',
  });
  assert.equal(await entries('Text delivered').count(), 0);
  assert.equal(await entries('POST /Messages').count(), 0);
  assert.equal(await entries('POST /Calls').count(), 1);

  await page.getByLabel('REST').uncheck();
  assert.equal(await entries('POST /Calls').count(), 0);
  await page.getByLabel('REST').check();
  await family.selectOption('');

  await page.getByRole('button', { name: 'Pause' }).click();
  await client.messages.create({ to: '+12015550121', from: account, body: 'Later' });
  await page.getByText(/^Paused, [1-9]/).waitFor();
  assert.equal(await entries('Later').count(), 0);
  await page.getByRole('button', { name: 'Pause' }).click();
  await entries('Later').first().waitFor();
  await entries('Text delivered').nth(1).waitFor();

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByText('Nothing has happened yet.').waitFor();
});

browserTest('the newest entry stays visible until the user scrolls up', async (t) => {
  const { url, simulator } = await startPhonesSetup(t);
  const { page, entries } = await openPhonesPage(t, { url });
  const text = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      simulator.messageFrom({ from: '+12015550120', to: account, body: `Number ${index}` });
    }
  };
  text(40);
  await entries('Number 39').first().waitFor();
  const scroller = page.getByRole('region', { name: 'Timeline, newest at the bottom' });
  const toEnd = () => scroller.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight);
  assert.ok((await toEnd()) < 2);
  await scroller.hover();
  await page.mouse.wheel(0, -600);
  const follow = page.getByRole('button', { name: 'Follow newest', pressed: false });
  await follow.waitFor();
  text(20);
  await entries('Number 19').nth(1).waitFor();
  assert.ok((await toEnd()) > 500);
  await follow.click();
  assert.ok((await toEnd()) < 2);
});

browserTest('after a restart of the simulator the page says so and follows the new one', async (t) => {
  const setup = await startPhonesSetup(t);
  const { page, phone, entries, faults } = await openPhonesPage(t, {
    url: setup.url,
  });
  setup.simulator.messageFrom({ from: '+12015550120', to: account, body: 'Before' });
  await phone('+1 201 555 0120').getByText('Before').waitFor();
  await setup.stop();
  await page.getByRole('alert').getByText('The simulator does not answer').waitFor();
  await page.getByText('Not connected').waitFor();
  await setup.startAgain();
  await page.getByText('Connected', { exact: true }).waitFor();
  await page.getByRole('alert').waitFor({ state: 'hidden' });
  assert.equal(await phone('+1 201 555 0120').count(), 0);
  assert.equal(await entries('Before').count(), 0);
  setup.simulator.messageFrom({ from: '+12015550121', to: account, body: 'After' });
  await phone('+1 201 555 0121').getByText('After').waitFor();
  await entries('After').first().waitFor();
  assert.deepEqual(faults, []);
});
