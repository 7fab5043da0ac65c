import type { Locator, Page, Request } from 'playwright-core';
import type { SimulatedPhones } from '../../../backend/cli/rehearsal/simulated-phones.ts';

export type Visitor = ReturnType<typeof createVisitor>;

/** A visitor on the page: actions, what is shown and announced, and the browser's requests. */
export function createVisitor({
  page,
  phones,
  phone,
}: {
  page: Page;
  phones: SimulatedPhones;
  phone: string;
}) {
  const sent: Request[] = [];
  const faults: string[] = [];
  page.on('request', (request) => sent.push(request));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });

  async function fillForm(fields: Record<string, string> = {}): Promise<void> {
    await page.locator('#more').evaluate((more: HTMLDetailsElement) => more.setAttribute('open', ''));
    await page.getByLabel('Your name').fill(fields.name ?? 'Ada Example');
    await page.getByLabel('Phone number').fill(fields.phone ?? phone);
    await page.getByLabel('Email').fill(fields.email ?? 'ada@example.com');
    await page.getByLabel('What is it about?').fill(fields.subject ?? 'A leaking tap');
  }

  return {
    page,
    phone,
    /** Errors in the page's console. */
    faults,
    fillForm,
    /** Fills the form and requests a call. */
    async ask(fields?: Record<string, string>): Promise<void> {
      await fillForm(fields);
      await page.locator('#request-button').click();
      await heading(page, 'Enter your code').waitFor();
    },
    /** The digits of the latest text message. */
    code: () => phones.code(phone),
    /** Waits for digits other than `before`: a text message can arrive twice. */
    async newestCode(before: string): Promise<string> {
      for (let tries = 0; tries < 400; tries += 1) {
        const code = await phones.code(phone);
        if (code !== before) return code;
        await page.waitForTimeout(25);
      }
      throw new Error('No text with another code arrived.');
    },
    /** The support code that the visitor would quote. */
    reference: () => page.locator('#reference').innerText(),
    field: page.getByLabel('6-digit code'),
    /** Requests a call and proves the phone. */
    async askAndProve(fields?: Record<string, string>): Promise<void> {
      await this.ask(fields);
      await this.field.fill(await this.code());
    },
    sees: (title: string | RegExp) => heading(page, title).waitFor(),
    reads: (text: string | RegExp) => page.getByText(text).first().waitFor(),
    /** The next screen reader announcement. */
    hears: (text: RegExp) =>
      page.locator('#announcer').filter({ hasText: text }).waitFor({ state: 'attached' }),
    press: (name: string | RegExp) => page.getByRole('button', { name }).click(),
    /** Number of requests that the browser sent to this path. */
    count: (method: string, path: RegExp) =>
      sent.filter((request) => request.method() === method && path.test(new URL(request.url()).pathname))
        .length,
    sent,
  };
}

function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { name });
}
