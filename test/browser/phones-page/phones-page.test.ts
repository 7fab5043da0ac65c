import assert from 'node:assert/strict';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { formatPhone } from '../../../simulator/page/ui/format.ts';
import { openStage } from '../support/stage.ts';
import { openPhonesPage } from './open-phones-page.ts';

const stage = openStage({ speed: 4 });
const caller = formatPhone(rehearsalNumbers.caller);

function openPage(t: Parameters<typeof openPhonesPage>[0]) {
  return openPhonesPage(t, { url: stage.rehearsal.simulatorUrl });
}

stage.test('touching a phone stops its script, and the phone stays manual', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'slow-human');
  const { phone } = await openPage(t);
  const visitor = await stage.visitor(t);
  await visitor.askAndProve();
  const theirs = phone('Business');
  await theirs.getByRole('button', { name: 'Decline' }).click();
  await theirs.getByText(/^Was busy or declined at/).waitFor();
  await visitor.reads(/We have your details/);
  assert.equal(await theirs.getByLabel('This phone').inputValue(), 'manual');
  await theirs.locator('.thread li', { hasText: 'Missed callback' }).waitFor();
});

stage.test('one button plays a callback from the request to the end', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'manual');
  const { page, phone, faults } = await openPage(t);
  await page.getByRole('button', { name: 'Play the whole story' }).click();
  await phone('Business')
    .getByText(/Ada Example asks for a callback/)
    .waitFor();
  await page.locator('.story-steps [aria-current]', { hasText: 'Both have hung up' }).waitFor();
  await page.getByText('A real carrier would charge').waitFor();
  assert.equal(await phone('Business').getByLabel('This phone').inputValue(), 'manual');
  await page.getByRole('button', { name: 'Play it again' }).waitFor();
  assert.deepEqual(faults, []);
});

stage.test('a phone calls and texts the account, and gets answers', async (t) => {
  const { page, phone } = await openPage(t);
  await page.getByLabel('Another phone, by number').fill('+1 (201) 555-0177');
  await page.getByRole('button', { name: 'Add phone' }).click();
  const mine = phone('+1 201 555 0177');
  await mine.getByLabel(`Text ${caller}`).fill('STOP');
  await mine.getByRole('button', { name: 'Send' }).click();
  await mine.getByText(/unsubscribed/).waitFor();
  assert.equal(await mine.getByLabel(`Text ${caller}`).inputValue(), '');
  await mine.getByRole('button', { name: `Call ${caller}` }).click();
  await mine.getByText(/Thank you for calling Example Business/).waitFor();
  await mine.getByRole('button', { name: 'Hang up' }).click();
  await mine.getByText(/^Call ended at/).waitFor();
});
