import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { formatPhone } from '../../../simulator/page/ui/format.ts';
import { openPhonesPage } from '../phones-page/open-phones-page.ts';
import { checkWidths } from '../support/page-checks.ts';
import { openStage } from '../support/stage.ts';

const stage = openStage({ speed: 4, hasCaptcha: true });
const business = formatPhone(rehearsalNumbers.business);
const caller = formatPhone(rehearsalNumbers.caller);

/** A visitor's page and the phones page, both operated by hand. */
async function playBothSides(t: TestContext) {
  const desk = await openPhonesPage(t, { url: stage.rehearsal.simulatorUrl });
  await desk.page.getByLabel('Phones you have not touched').selectOption('By hand: you decide');
  const visitor = await stage.visitor(t);
  const own = desk.phone(formatPhone(visitor.phone));
  return {
    desk,
    visitor,
    own,
    theirs: desk.phone('Business'),
    /** Reads the code from the phone. */
    codeOnPhone: async () => (await own.locator('code').last().textContent()) ?? '',
  };
}

stage.test('answered: a wrong code and a right one, key 1, a conversation', async (t) => {
  const { desk, visitor, own, theirs, codeOnPhone } = await playBothSides(t);
  const link = desk.page.getByRole('link', { name: 'Open the visitor’s page' });
  assert.equal(await link.getAttribute('href'), stage.rehearsal.backendUrl);
  await checkWidths(visitor.page, 'visitor-form');
  await checkWidths(desk.page, 'phones-before');
  await visitor.ask();
  await checkWidths(visitor.page, 'visitor-code');
  const code = await codeOnPhone();
  await visitor.field.fill(code === '000000' ? '111111' : '000000');
  await visitor.reads(/That code is wrong/);
  await checkWidths(visitor.page, 'visitor-code-wrong');
  await visitor.field.fill(code);

  await theirs.getByText('Ringing').waitFor();
  await theirs.getByText(`${caller} calls`).waitFor();
  await visitor.sees(/^Calling/);
  await checkWidths(visitor.page, 'visitor-calling');
  await checkWidths(desk.page, 'phones-ringing');
  await theirs.getByRole('button', { name: 'Answer' }).click();
  await theirs.getByText(/Ada Example asks for a callback, about: A leaking tap\. .*press 1/).waitFor();
  await checkWidths(desk.page, 'phones-screening');
  await theirs.getByRole('button', { name: '1', exact: true }).click();

  await visitor.sees('Your phone is ringing');
  await checkWidths(visitor.page, 'visitor-ringing');
  await own.getByRole('button', { name: 'Answer' }).click();
  await own.getByText(`Talking with ${business}`).waitFor();
  await theirs.getByText(`Talking with ${formatPhone(visitor.phone)}`).waitFor();
  await theirs.getByText('Pressed 1').waitFor();
  await visitor.sees('You are connected');
  await checkWidths(visitor.page, 'visitor-connected');
  await checkWidths(desk.page, 'phones-talking');
  await desk.page.waitForTimeout(3_000);
  await own.getByRole('button', { name: 'Hang up' }).click();
  await theirs.getByText(/^Call ended at/).waitFor();
  await visitor.sees('Call finished');
  await checkWidths(visitor.page, 'visitor-finished');
  assert.equal(await desk.entries('gather: 1').count(), 1);
  assert.deepEqual(desk.faults, []);
});

stage.test('missed: the call is not answered, and the notice is on the business’s phone', async (t) => {
  const { desk, visitor, own, theirs, codeOnPhone } = await playBothSides(t);
  await visitor.ask();
  await visitor.field.fill(await codeOnPhone());
  await theirs.getByText('Ringing').waitFor();
  await visitor.sees('Sorry, we missed your call');
  await visitor.reads(/We have your details/);
  await checkWidths(visitor.page, 'visitor-missed');
  const text = await theirs.locator('.thread li', { hasText: 'Missed callback' }).last().textContent();
  for (const told of ['Ada Example', visitor.phone, 'A leaking tap']) assert.ok(text?.includes(told), told);
  assert.equal(await own.getByText(/calls$/).count(), 0);
  await checkWidths(desk.page, 'phones-missed');
});

stage.test('declined: the business presses 2, and the visitor’s phone does not ring', async (t) => {
  const { desk, visitor, theirs, codeOnPhone } = await playBothSides(t);
  await visitor.ask();
  await visitor.field.fill(await codeOnPhone());
  await theirs.getByRole('button', { name: 'Answer' }).click();
  await theirs
    .getByText(/press 1/)
    .last()
    .waitFor();
  await theirs.getByRole('button', { name: '2', exact: true }).click();
  await visitor.sees('Sorry, we can’t talk right now');
  await checkWidths(visitor.page, 'visitor-declined');
  await checkWidths(desk.page, 'phones-declined');
  assert.equal((await stage.phones.callsTo(visitor.phone)).length, 0);
});

stage.test('cancelled: the business’s phone stops ringing', async (t) => {
  const { desk, visitor, theirs, codeOnPhone } = await playBothSides(t);
  await visitor.ask();
  await visitor.field.fill(await codeOnPhone());
  await theirs.getByText('Ringing').waitFor();
  await visitor.press('Hang up');
  await visitor.press('End call');
  await visitor.sees('Request cancelled');
  await checkWidths(visitor.page, 'visitor-cancelled');
  await theirs.getByText('Ringing').waitFor({ state: 'detached' });
  await checkWidths(desk.page, 'phones-cancelled');
});
