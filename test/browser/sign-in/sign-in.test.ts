import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { createVisitor, type Visitor } from '../support/visitor.ts';
import { publishPage, stage } from './sign-in-stage.ts';
import { keepsThirdPartyCookies, openCookiePage } from './third-party-cookies.ts';

async function openPage(t: TestContext): Promise<Visitor> {
  const url = await publishPage();
  const page = await openCookiePage(t);
  const visitor = createVisitor({ page, phones: stage.phones, phone: `+1201555018${visitorCount++}` });
  await page.goto(url);
  await visitor.reads('To request a call, please sign in.');
  return visitor;
}

let visitorCount = 0;

/** Signs in at the demo provider as one of its sample persons. */
async function signIn(page: Page, who: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Demo person' }).click();
  await page.getByRole('button', { name: who }).click();
  await page.waitForURL(/pages\.localhost/);
}

stage.test('a sign-in on another site fills the form, with third-party cookies blocked', async (t) => {
  const visitor = await openPage(t);
  const { page } = visitor;
  await page.getByLabel('Phone number').fill(visitor.phone);
  await page.getByText('Add email or topic').click();
  await page.getByLabel('What is it about?').fill('A leaking tap');
  await signIn(page, 'Ada Example');
  await visitor.reads('Signed in as Ada Example.');
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada Example');
  assert.equal(await page.getByLabel('Email').inputValue(), 'ada@example.com');
  assert.equal(await page.getByLabel('Phone number').inputValue(), visitor.phone);
  assert.equal(await page.getByLabel('What is it about?').inputValue(), 'A leaking tap');
  assert.equal(page.url(), await publishPage());
  assert.deepEqual(await page.evaluate(() => Object.keys({ ...sessionStorage, ...localStorage })), []);
  await visitor.press('Request callback now');
  await visitor.sees('Enter your code');
  assert.deepEqual(visitor.faults, []);
  assert.equal(await keepsThirdPartyCookies(t, page), false);
});

stage.test('a browser that keeps third-party cookies is detected', async (t) => {
  const page = await openCookiePage(t, { isBlocked: false });
  assert.equal(await keepsThirdPartyCookies(t, page), true);
});

stage.test('signed out, a visitor cannot request a callback on the page or past it', async (t) => {
  const visitor = await openPage(t);
  const { page } = visitor;
  await visitor.fillForm();
  await visitor.press('Request callback now');
  await page.getByRole('heading', { name: 'Sign in with' }).waitFor();
  assert.equal(visitor.count('POST', /\/callbacks$/), 0);
  const answer = await fetch(`${stage.rehearsal.backendUrl}/api/v1/callbacks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', phone: visitor.phone }),
  });
  assert.equal(answer.status, 401);
  assert.equal(((await answer.json()) as { code: string }).code, 'sign-in-required');
});

stage.test('after signing out or a reload, a sign-in is required again', async (t) => {
  const visitor = await openPage(t);
  const { page } = visitor;
  await signIn(page, 'Ada Example');
  await visitor.reads('Signed in as Ada Example.');
  await visitor.press('Sign out');
  await visitor.reads('To request a call, please sign in.');
  await signIn(page, /Zoë/);
  await visitor.reads('Signed in as Zoë Núñez.');
  await page.reload();
  await visitor.reads('To request a call, please sign in.');
  await page.goBack().catch(() => undefined);
  assert.doesNotMatch(page.url(), /handoff/);
});

stage.test('a declined sign-in and a failing provider lead to instructions', async (t) => {
  const visitor = await openPage(t);
  await visitor.page.getByLabel('Your name').fill('Grace');
  await signIn(visitor.page, 'A person who declines');
  await visitor.reads(/You chose not to sign in/);
  assert.equal(await visitor.page.evaluate(() => document.activeElement?.id), 'form-alert');
  assert.equal(visitor.page.url(), await publishPage());
  assert.equal(await visitor.page.getByLabel('Your name').inputValue(), 'Grace');
  await signIn(visitor.page, /the provider is down/);
  await visitor.reads(/isn’t answering right now/);
});

stage.test('what was typed stays when the provider sends no email', async (t) => {
  const visitor = await openPage(t);
  const { page } = visitor;
  await page.getByText('Add email or topic').click();
  await page.getByLabel('Email').fill('typed@example.com');
  await signIn(page, /Sam Sample/);
  await visitor.reads('Signed in as Sam Sample.');
  assert.equal(await page.getByLabel('Email').inputValue(), 'typed@example.com');
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Sam Sample');
});

stage.test('signing out removes what the sign-in filled in, and keeps what was typed', async (t) => {
  const visitor = await openPage(t);
  const { page } = visitor;
  await page.getByText('Add email or topic').click();
  await page.getByLabel('What is it about?').fill('A leaking tap');
  await signIn(page, 'Ada Example');
  await visitor.reads('Signed in as Ada Example.');
  await page.getByLabel('Your name').fill('Ada the Great');
  await page.route(/\/oauth\/logout$/, () => {});
  await visitor.press('Sign out');
  await visitor.reads('To request a call, please sign in.');
  assert.equal(await page.getByLabel('Email').inputValue(), '');
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada the Great');
  assert.equal(await page.getByLabel('What is it about?').inputValue(), 'A leaking tap');
});

stage.test('nothing of one person goes out with the request of the next one', async (t) => {
  for (const [leave, next] of [
    ['sign out', 'Sam Sample'],
    ['session lost', 'Sam Sample'],
    ['reload', 'Sam Sample'],
  ] as const) {
    const visitor = await openPage(t);
    const { page } = visitor;
    await signIn(page, 'Ada Example');
    await visitor.reads('Signed in as Ada Example.');
    await page.getByLabel('Phone number').fill(visitor.phone);
    if (leave === 'sign out') await visitor.press('Sign out');
    if (leave === 'reload') await page.reload();
    if (leave === 'session lost') {
      await page.route(
        /\/api\/v1\/callbacks$/,
        (route) =>
          route.fulfill({ status: 401, json: { code: 'sign-in-required', detail: 'The session is over.' } }),
        { times: 1 },
      );
      await visitor.press('Request callback now');
    }
    await visitor.reads('To request a call, please sign in.');
    await signIn(page, next);
    await visitor.reads(`Signed in as ${next}.`);
    await page.getByLabel('Phone number').fill(visitor.phone);
    await visitor.press('Request callback now');
    await visitor.sees('Enter your code');
    const body = visitor.sent
      .filter((request) => request.method() === 'POST' && /\/callbacks$/.test(request.url()))
      .at(-1)
      ?.postData();
    assert.match(body ?? '', /Sam Sample/, leave);
    assert.doesNotMatch(body ?? '', /Ada|ada@/, leave);
  }
});

stage.test('a request that is still repeated stops when its visitor signs out', async (t) => {
  const visitor = await openPage(t);
  const { page } = visitor;
  await visitor.fillForm();
  await signIn(page, 'Ada Example');
  await visitor.reads('Signed in as Ada Example.');
  const requests = /\/api\/v1\/callbacks$/;
  await page.route(requests, (route) => route.abort());
  await visitor.press('Request callback now');
  await visitor.reads('Network error. Please check your connection.');
  await visitor.press('Sign out');
  await visitor.reads('To request a call, please sign in.');
  await page.unroute(requests);
  const sent = visitor.count('POST', requests);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.waitForTimeout(300);
  assert.equal(visitor.count('POST', requests), sent);
});
