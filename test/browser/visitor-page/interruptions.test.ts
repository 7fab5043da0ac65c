import assert from 'node:assert/strict';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { actAtPhone } from '../phones-page/act-at-phone.ts';
import { checkWidths } from '../support/page-checks.ts';
import { openStage } from '../support/stage.ts';

const stage = openStage({ speed: 10 });
const { business } = rehearsalNumbers;

stage.test('the page continues the callback after a reload', async (t) => {
  await stage.phones.script(business, 'busy');
  const visitor = await stage.visitor(t);
  await visitor.ask();
  await visitor.page.reload();
  await visitor.sees('Enter your code');
  await visitor.field.fill(await visitor.code());
  await visitor.sees('We’re on another call');
  await visitor.page.reload();
  await visitor.sees('We’re on another call');
  assert.equal(visitor.count('POST', /\/callbacks$/), 1);
});

stage.test('a request without a network is sent once, automatically, when it is back', async (t) => {
  const visitor = await stage.visitor(t, { prepare: ({ page }) => page.clock.install() });
  await visitor.reads('Open now');
  await visitor.fillForm();
  await visitor.page.context().setOffline(true);
  await visitor.press('Request callback now');
  await visitor.reads('Network error. Please check your connection.');
  await visitor.reads('Offline');
  assert.equal(await visitor.page.getByLabel('Your name').inputValue(), 'Ada Example');
  // The page's timers are stopped: only the `online` event can send the request.
  await visitor.page.clock.pauseAt(Date.now() + 60_000);
  await visitor.page.waitForTimeout(300);
  await visitor.page.context().setOffline(false);
  await visitor.sees('Enter your code');
  await visitor.code();
  assert.equal((await stage.phones.textsTo(visitor.phone)).length, 1);
});

stage.test('a lost answer does not lead to a second callback', async (t) => {
  const visitor = await stage.visitor(t);
  let lost = 0;
  await visitor.page.route(/\/api\/v1\/callbacks$/, async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await visitor.ask();
  await visitor.code();
  assert.equal(visitor.count('POST', /\/callbacks$/), 2);
  assert.equal((await stage.phones.textsTo(visitor.phone)).length, 1);
});

stage.test('the same input after a fault does not lead to a second callback', async (t) => {
  const visitor = await stage.visitor(t);
  let faults = 0;
  await visitor.page.route(/\/api\/v1\/callbacks$/, async (route) => {
    if (faults > 0) return route.continue();
    faults += 1;
    await route.fetch();
    return route.fulfill({ status: 500, json: { code: 'internal', detail: 'A fault.' } });
  });
  await visitor.fillForm();
  await visitor.press('Request callback now');
  await visitor.page.locator('#form-alert summary').click();
  await visitor.reads(/^internal$/);
  await visitor.press('Request callback now');
  await visitor.sees('Enter your code');
  await visitor.code();
  assert.equal((await stage.phones.textsTo(visitor.phone)).length, 1);
});

stage.test('input that is corrected without a network is sent as corrected', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.reads('Open now');
  await visitor.fillForm({ phone: '+1 201 555 0199' });
  await visitor.page.context().setOffline(true);
  await visitor.press('Request callback now');
  await visitor.reads('Network error. Please check your connection.');
  await visitor.page.getByLabel('Phone number').fill(visitor.phone);
  await visitor.page.context().setOffline(false);
  await visitor.press('Request callback now');
  await visitor.sees('Enter your code');
  await visitor.code();
  assert.equal((await stage.phones.textsTo('+12015550199')).length, 0);
});

stage.test('when a tunnel blocks the stream, the page polls', async (t) => {
  await stage.phones.script(business, 'busy');
  const visitor = await stage.visitor(t);
  await visitor.page.route(/\/events$/, () => {});
  await visitor.askAndProve();
  await visitor.sees('We’re on another call');
  assert.ok(visitor.count('GET', /\/callbacks\/[^/]+$/) > 0);
});

stage.test('a server killed and restarted during a call is noticed, and the page continues', async (t) => {
  await stage.phones.script(business, 'human', { talksMs: null });
  const visitor = await stage.visitor(t);
  await stage.phones.script(visitor.phone, 'human', { talksMs: null });
  await visitor.askAndProve();
  await visitor.sees('You are connected');
  await stage.rehearsal.killBackend();
  await visitor.reads(/Your request continues, and this page will catch up/);
  await checkWidths(visitor.page, 'visitor-server-gone');
  await stage.rehearsal.restartBackend();
  await visitor.reads('Open now');
  await actAtPhone(stage.rehearsal.simulatorUrl, visitor.phone, 'hangup');
  await visitor.sees(/Call finished|The call was cut short/);
});

stage.test('a lost network during a call is shown, and the page catches up', async (t) => {
  await stage.phones.script(business, 'human', { talksMs: null });
  const visitor = await stage.visitor(t);
  await stage.phones.script(visitor.phone, 'human', { talksMs: null });
  await visitor.askAndProve();
  await visitor.sees('You are connected');
  await visitor.page.context().setOffline(true);
  await visitor.reads(/Your request continues, and this page will catch up/);
  await checkWidths(visitor.page, 'visitor-network-gone');
  await actAtPhone(stage.rehearsal.simulatorUrl, visitor.phone, 'hangup');
  await visitor.page.context().setOffline(false);
  await visitor.sees(/Call finished|The call was cut short/);
});

stage.test('a callback that the server does not know leads back to the form', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.page.evaluate(() => sessionStorage.setItem('callback-followed', 'x'.repeat(22)));
  await visitor.page.reload();
  await visitor.reads(/no longer exists/);
  await visitor.sees('Let us call you');
  await visitor.page.reload();
  await visitor.reads('Open now');
  assert.equal(await visitor.page.getByText('no longer exists').isVisible(), false);
});

stage.test('the fourth try an hour with one number is told to take another one', async (t) => {
  const visitor = await stage.visitor(t);
  for (let times = 0; times < 3; times += 1) {
    await visitor.ask();
    await visitor.press('Change number');
  }
  await visitor.press('Request callback now');
  await visitor.reads(
    /already sent this number several codes. Please use another number. Or try .* in \d+ minutes/,
  );
  await visitor.page.locator('#phone[aria-invalid=true]').waitFor();
});

stage.test('a number that cannot be called is rejected below its field', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.fillForm({ phone: '12' });
  await visitor.press('Request callback now');
  await visitor.page.locator('#phone-error:visible').waitFor();
  const field = visitor.page.getByLabel('Phone number');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.ok(await field.evaluate((input) => input === document.activeElement));
});

stage.test('invisible characters of a copied email do not stop a request', async (t) => {
  const visitor = await stage.visitor(t);
  await visitor.ask({ email: '\u202aada@example.com\u202c\u200b' });
  assert.match(visitor.sent.map((request) => request.postData() ?? '').join(), /"ada@example\.com"/);
});
