import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { checkWidths } from '../support/page-checks.ts';
import { openStage } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';

const speed = 20;
const stage = openStage({
  speed,
  env: async () => ({ BUSINESS_NAME: 'Taxi 444 555', ALLOWED_COUNTRIES: 'US,GB' }),
});

const verifying = /\/verify$/;

/** Each way to enter the digits. Each must send them exactly once. */
const ways: Record<string, (visitor: Visitor, code: string) => Promise<unknown>> = {
  typing: (visitor, code) => visitor.field.pressSequentially(code),
  'typing, and Enter at once': async (visitor, code) => {
    await visitor.field.pressSequentially(code);
    await visitor.page.keyboard.press('Enter');
  },
  'typing, and the button at once': async (visitor, code) => {
    await visitor.field.pressSequentially(code);
    await visitor.page.locator('#verify-button').dispatchEvent('click');
  },
  'typing, and the button too late': async (visitor, code) => {
    await visitor.field.pressSequentially(code);
    await visitor.sees('We’re on another call');
    await visitor.page.locator('#verify-button').dispatchEvent('click');
    await visitor.page.waitForTimeout(200);
  },
  'typing a digit too many': (visitor, code) => visitor.field.pressSequentially(`${code}7`),
  'pasting in two groups': (visitor, code) => paste(visitor, `${code.slice(0, 3)} ${code.slice(3)}`),
  'pasting the whole text': async (visitor) =>
    paste(visitor, (await stage.phones.textsTo(visitor.phone)).at(-1)?.body ?? ''),
  'pasting another text': (visitor, code) =>
    paste(visitor, `Your code for 24/7 Plumbing is ${code}. It is good for 10 minutes.`),
  'typing Arabic digits': (visitor, code) => paste(visitor, inScript(code, 0x660)),
  'typing Hindi digits': (visitor, code) => paste(visitor, inScript(code, 0x966)),
  'filling in by the browser': (visitor, code) => autofill(visitor, code),
};

for (const [way, enter] of Object.entries(ways)) {
  stage.test(`${way} checks a code exactly once`, async (t) => {
    await stage.phones.script(rehearsalNumbers.business, 'busy');
    const visitor = await stage.visitor(t);
    await visitor.ask();
    await enter(visitor, await visitor.code());
    await visitor.sees('We’re on another call');
    assert.equal(visitor.count('POST', verifying), 1);
    assert.deepEqual(visitor.faults, []);
  });
}

stage.test('a text with two candidates is not checked until one is left', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'busy');
  const visitor = await stage.visitor(t);
  await visitor.ask();
  const code = await visitor.code();
  await paste(visitor, `Taxi 444 555: ${code}`);
  await visitor.reads(/more than one six-digit number/);
  await visitor.press('Confirm');
  await visitor.reads('Enter all six digits.');
  await visitor.field.fill('+1 201 555 0123');
  await visitor.press('Confirm');
  assert.equal(visitor.count('POST', verifying), 0);
  await visitor.field.fill(code);
  await visitor.sees('We’re on another call');
  assert.equal(visitor.count('POST', verifying), 1);
});

stage.test('a code that the browser reads from the text message is checked exactly once', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'busy');
  const visitor = await stage.visitor(t, { prepare: ({ page }) => page.addInitScript(offerWebOtp) });
  await visitor.ask();
  const code = await visitor.code();
  await visitor.page.evaluate((digits) => dispatchEvent(new CustomEvent('text', { detail: digits })), code);
  await visitor.sees('We’re on another call');
  assert.equal(visitor.count('POST', verifying), 1);
});

stage.test('leaving the code step stops the wait for the text message', async (t) => {
  const visitor = await stage.visitor(t, { prepare: ({ page }) => page.addInitScript(offerWebOtp) });
  await visitor.ask();
  const aborted = visitor.page.evaluate(() => new Promise((resolve) => addEventListener('aborted', resolve)));
  await visitor.press('Change number');
  await aborted;
});

stage.test('a wrong code uses one try, shows the tries left, and the right one still counts', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'busy');
  const visitor = await stage.visitor(t);
  await visitor.ask();
  const right = await visitor.code();
  await visitor.field.pressSequentially(wrongCode(right, 0));
  await visitor.reads('That code is wrong. You have 4 tries left.');
  await visitor.page.keyboard.press('Enter');
  await visitor.reads(/That code was wrong/);
  assert.equal(visitor.count('POST', verifying), 1);
  await visitor.field.pressSequentially(right);
  await visitor.sees('We’re on another call');
  assert.equal(visitor.count('POST', verifying), 2);
});

stage.test('after five wrong codes a new one is requested and accepted', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'busy');
  const visitor = await stage.visitor(t);
  await visitor.ask();
  const right = await visitor.code();
  const answers = ['4 tries left', '3 tries left', '2 tries left', '1 try left', 'no tries left'];
  for (const [index, answer] of answers.entries()) {
    await visitor.field.fill('');
    await visitor.field.pressSequentially(wrongCode(right, index));
    await visitor.reads(new RegExp(answer));
  }
  // The page counts down on its own clock, so it is reloaded when the server's time is over.
  await sleep(30_000 / speed);
  await visitor.page.reload();
  await visitor.press('Send a new code');
  await visitor.field.fill(await visitor.newestCode(right));
  await visitor.sees('We’re on another call');
});

stage.test('changing the number keeps the other fields and invalidates the first code', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.ask({ subject: 'A leaking tap' });
  await visitor.press('Change number');
  await visitor.sees('Let us call you');
  const phone = visitor.page.getByLabel('Phone number');
  assert.equal(await phone.inputValue(), visitor.phone);
  assert.equal(await visitor.page.getByLabel('What is it about?').inputValue(), 'A leaking tap');
  assert.ok(await phone.evaluate((field) => field === document.activeElement));
  assert.equal(visitor.count('POST', /\/cancel$/), 1);
});

stage.test('changing the number keeps what was typed, also after reloads', async (t) => {
  const visitor = await stage.visitor(t);
  const typed = { name: 'Ada', email: 'ada@example.com', subject: 'A leaking tap' };
  await visitor.ask(typed);
  await visitor.page.reload();
  await visitor.sees('Enter your code');
  await visitor.press('Change number');
  await visitor.sees('Let us call you');
  assert.deepEqual(await formOf(visitor), { ...typed, phone: visitor.phone });
  await visitor.page.getByLabel('Your name').fill('Ada Example');
  await visitor.page.reload();
  await visitor.reads('Open now');
  assert.deepEqual(await formOf(visitor), { ...typed, name: 'Ada Example', phone: visitor.phone });
});

stage.test('a finished conversation leaves no typed values in the tab', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'human');
  const visitor = await stage.visitor(t);
  await stage.phones.script(visitor.phone, 'human');
  await visitor.askAndProve();
  await visitor.sees(/Call finished/);
  assert.doesNotMatch(
    await visitor.page.evaluate(() => JSON.stringify({ ...sessionStorage })),
    /leaking tap/,
  );
});

stage.test('another code can be requested only after the waiting time', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.ask();
  const button = visitor.page.getByRole('button', { name: 'Send a new code' });
  assert.ok(await button.isDisabled());
  await visitor.reads(/^in 0:\d\d$/);
});

stage.test('a landline is called with its code at once, and cannot ask for a text', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'busy');
  const phone = '+442079460123';
  await stage.phones.script(phone, 'human');
  const visitor = await stage.visitor(t, { phone });
  await visitor.ask();
  await visitor.reads(/calling \+44 20 7946 0123\. Pick up and press 1/);
  await checkWidths(visitor.page, 'visitor-code-landline');
  const { page } = visitor;
  assert.equal(await page.getByRole('button', { name: 'Send a new code' }).count(), 0);
  assert.ok(await page.getByRole('button', { name: 'Call me with the code' }).isDisabled());
  await visitor.field.fill(await heardCode(phone));
  await visitor.sees('We’re on another call');
  assert.deepEqual(await stage.phones.textsTo(phone), []);
});

stage.test('a visitor without the text is called after the wait, by the keyboard alone', async (t) => {
  await stage.phones.script(rehearsalNumbers.business, 'busy');
  const visitor = await stage.visitor(t);
  await stage.phones.script(visitor.phone, 'human');
  await visitor.ask();
  await visitor.code();
  await sleep(30_000 / speed);
  await visitor.page.reload();
  const call = visitor.page.getByRole('button', { name: 'Call me with the code' });
  await visitor.page.locator('#call-button:enabled').waitFor();
  await checkWidths(visitor.page, 'visitor-code-both-ways');
  await call.focus();
  await visitor.page.keyboard.press('Enter');
  await visitor.hears(/We’re calling .* press 1/);
  await visitor.field.fill(await heardCode(visitor.phone));
  await visitor.sees('We’re on another call');
  assert.deepEqual(visitor.faults, []);
});

/** The digits that a simulated phone heard in its latest call. */
async function heardCode(number: string): Promise<string> {
  for (let tries = 0; tries < 400; tries += 1) {
    const heard = (await stage.phones.callsTo(number)).flatMap((call) => call.heard);
    const digits = heard.filter((said) => /^[0-9]$/.test(said)).join('');
    if (digits.length >= 12) {
      assert.equal(digits.slice(0, 6), digits.slice(6), 'spoken twice');
      return digits.slice(0, 6);
    }
    await sleep(25);
  }
  throw new Error('No call spoke a code.');
}

async function paste({ page, field }: Visitor, text: string): Promise<void> {
  await field.focus();
  await page.keyboard.insertText(text);
}

/** Fills the field as browsers do: at once, without keys, with one event. */
function autofill({ field }: Visitor, code: string): Promise<void> {
  return field.evaluate((input, digits) => {
    if (!(input instanceof HTMLInputElement)) return;
    input.value = digits;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
  }, code);
}

/** A browser that can read codes from text messages: https://wicg.github.io/web-otp/ */
function offerWebOtp(): void {
  Object.assign(window, { OTPCredential: class {} });
  navigator.credentials.get = (options) =>
    new Promise((resolve, reject) => {
      options?.signal?.addEventListener('abort', () => {
        dispatchEvent(new Event('aborted'));
        reject(new DOMException('No code is awaited any more.', 'AbortError'));
      });
      addEventListener('text', (event) => resolve({ code: (event as CustomEvent).detail } as never));
    });
}

function inScript(code: string, zero: number): string {
  return code.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}

async function formOf({ page }: Visitor) {
  return {
    name: await page.getByLabel('Your name').inputValue(),
    phone: await page.getByLabel('Phone number').inputValue(),
    email: await page.getByLabel('Email').inputValue(),
    subject: await page.getByLabel('What is it about?').inputValue(),
  };
}

function wrongCode(right: string, index: number): string {
  const digits = `10000${index}`;
  return digits === right ? '200000' : digits;
}
