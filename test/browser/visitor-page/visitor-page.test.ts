import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { actAtPhone } from '../phones-page/act-at-phone.ts';
import { openStage } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';

const stage = openStage({ speed: 15 });
const { business } = rehearsalNumbers;

stage.test('a visitor requests a call, proves the phone and follows the call to its end', async (t) => {
  await stage.phones.script(business, 'human');
  const visitor = await stage.visitor(t);
  await visitor.reads('Example Business');
  await visitor.reads(/We call from \+1.201.555.0100/);
  await visitor.ask();
  await visitor.reads('Callback request received.');
  await visitor.field.fill(await visitor.code());
  await visitor.sees('You are connected');
  assert.match(await visitor.page.title(), /^You are connected – Example Business$/);
  await visitor.sees('Call finished');
  assert.equal(await visitor.page.locator('#progress li[data-state=done]').count(), 5);
  assert.equal((await stage.phones.callsTo(visitor.phone)).length, 1);
  assert.deepEqual(visitor.faults, []);
});

stage.test('visitor input and callback ids never appear in the page’s URL', async (t) => {
  await stage.phones.script(business, 'human');
  const visitor = await stage.visitor(t);
  await visitor.askAndProve({ subject: 'A leaking tap' });
  await visitor.sees('Call finished');
  const id = await visitor.page.evaluate(() => sessionStorage.getItem('callback-followed') ?? '');
  assert.match(id, /^[\w-]{22}$/);
  const digits = visitor.phone.slice(-10);
  for (const request of visitor.sent) {
    assert.doesNotMatch(request.url(), new RegExp(`Ada|leaking|${digits}`));
    if (request.isNavigationRequest()) assert.ok(!request.url().includes(id));
  }
  assert.ok(!visitor.page.url().includes(id));
});

const missed = [
  { script: 'no-answer', title: 'Sorry, we missed your call' },
  { script: 'presses', behaviour: { presses: '2' }, title: 'Sorry, we can’t talk right now' },
  { script: 'busy', title: 'We’re on another call' },
];

for (const { script, behaviour, title } of missed) {
  stage.test(`when a call is missed (${script}), the visitor reads that the business was told`, async (t) => {
    await stage.phones.script(business, script, behaviour);
    const visitor = await stage.visitor(t);
    await visitor.askAndProve();
    await visitor.sees(title);
    await visitor.reads(/We have your details/);
    assert.equal((await stage.phones.callsTo(visitor.phone)).length, 0);
  });
}

stage.test('a call is cancelled only after confirmation and can be requested again', async (t) => {
  const visitor = await connected(t);
  await visitor.press('Hang up');
  await visitor.press('Keep the call');
  await visitor.sees('You are connected');
  await visitor.press('Hang up');
  await visitor.press('End call');
  await visitor.sees('Call ended');
  assert.equal(visitor.count('POST', /\/cancel$/), 1);
  await visitor.press('Request another call');
  await visitor.sees('Let us call you');
  assert.equal(await visitor.page.getByLabel('Your name').inputValue(), 'Ada Example');
});

stage.test('two quick changes of mind about cancelling are both followed', async (t) => {
  const visitor = await connected(t);
  await visitor.press('Hang up');
  await visitor.page.evaluate(() => {
    for (const id of ['confirm-no', 'cancel-button']) document.getElementById(id)?.click();
  });
  await visitor.press('End call');
  await visitor.sees('Call ended');
  assert.equal(visitor.count('POST', /\/cancel$/), 1);
});

stage.test('a second window that proves the same phone follows the running callback', async (t) => {
  const first = await connected(t);
  const used = await first.code();
  const second = await stage.visitor(t, { phone: first.phone });
  await second.ask();
  await second.field.fill(await second.newestCode(used));
  await second.sees('You are connected');
  await second.reads(/already had a request/);
  const [one, two] = await Promise.all([first.reference(), second.reference()]);
  assert.equal(one, two);
  await second.press('Hang up');
  await second.press('End call');
  await first.sees('Call ended');
});

stage.test('a visitor in the queue sees the position and is called in turn', async (t) => {
  const first = await connected(t);
  const second = await stage.visitor(t);
  await second.askAndProve();
  await second.reads('You are next in line');
  const third = await stage.visitor(t);
  await third.askAndProve();
  await third.reads(/You are number 2 in line. The wait is about /);
  await third.press('Cancel request');
  await third.sees('Request cancelled');
  await actAtPhone(stage.rehearsal.simulatorUrl, first.phone, 'hangup');
  await second.sees('You are connected');
});

stage.test('with ?debug the console shows changes, without codes, numbers or ids', async (t) => {
  await stage.phones.script(business, 'busy');
  const lines: string[] = [];
  const visitor = await stage.visitor(t, {
    pageUrl: `${stage.rehearsal.backendUrl}/?debug`,
    prepare: async ({ page }) => page.on('console', (message) => lines.push(message.text())),
  });
  await visitor.ask();
  const code = await visitor.code();
  await visitor.field.fill(code);
  await visitor.sees('We’re on another call');
  const id = await visitor.page.evaluate(() => sessionStorage.getItem('callback-followed') ?? '');
  const told = lines.join('\n');
  assert.match(told, /state: pending[\s\S]*state: failed \/ business-busy/);
  for (const secret of [code, id, visitor.phone.slice(-10), 'Ada']) assert.ok(!told.includes(secret), secret);
});

/** A visitor in a conversation without an end. */
async function connected(t: TestContext): Promise<Visitor> {
  const visitor = await stage.visitor(t);
  await stage.phones.script(business, 'human', { talksMs: null });
  await stage.phones.script(visitor.phone, 'human', { talksMs: null });
  await visitor.askAndProve();
  await visitor.sees('You are connected');
  return visitor;
}
