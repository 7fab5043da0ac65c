import { after, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { openStage } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import { openHostSite } from './host-site.ts';

const site = openHostSite();

/** A backend that allows the website of a business, and the browser. */
export const stage = openStage({
  speed: 15,
  hasCaptcha: true,
  env: async () => ({ ALLOWED_ORIGINS: (await site).origin }),
});

after(async () => (await site).close());

/** The line that an owner pastes. */
export function line(attributes = ''): string {
  return `<script async src="${stage.rehearsal.backendUrl}/widget.js" ${attributes}></script>`;
}

type WebsitePage = { body?: string; head?: string; policy?: string };

type Options = {
  prepare?: (visitor: Visitor) => Promise<unknown>;
  viewport?: { width: number; height: number };
};

/** A visitor on a page of the website that has the line, unless `body` says otherwise. */
export async function visitorOf(
  t: TestContext,
  { body = line(), ...page }: WebsitePage = {},
  options: Options = {},
): Promise<Visitor> {
  const pageUrl = await publish({ body, ...page });
  return stage.visitor(t, { pageUrl, addressBy: 'route', ...options });
}

/** Publishes a page of the website with a heading and some text. */
export async function publish({ body, ...page }: WebsitePage & { body: string }): Promise<string> {
  const text = `<main><h1>Our shop</h1><p>${'All kinds of taps. '.repeat(60)}</p></main>`;
  return (await site).publish({ body: `${text}${body}`, ...page });
}

/** What the strictest website allows: our origin in two directives, and no markup from strings. */
export function strictPolicy(connect = stage.rehearsal.backendUrl): string {
  return (
    `default-src 'none'; script-src ${stage.rehearsal.backendUrl}; connect-src ${connect}; ` +
    "require-trusted-types-for 'script'; trusted-types 'none'"
  );
}

/** Notes each of the widget's events, with its detail, from the start of every page. */
export async function noteEvents(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const names = 'ready open requested verified ringing connected completed missed closed error';
    const noted: string[] = [];
    Object.assign(window, { noted });
    for (const name of names.split(' '))
      document.addEventListener(`callback:${name}`, (event) =>
        noted.push(`${name} ${JSON.stringify((event as CustomEvent).detail)}`),
      );
  });
}

export function notedEvents(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { noted: string[] }).noted);
}
