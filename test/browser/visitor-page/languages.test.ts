import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { wordsIn } from '../../../languages/catalogue.ts';
import { directionOf, languageCodes } from '../../../languages/languages.ts';
import { checkWidths } from '../support/page-checks.ts';
import { openStage } from '../support/stage.ts';

const stage = openStage({ speed: 15, env: async () => ({ SITE_LANGUAGE: 'nl' }) });

const english = /(?<!\p{L})(?:the|you|your|please|this|and|from|we’re|request)(?!\p{L})/iu;

/** The words of this dialog load with an ending or with a sign-in. */
const loadsLater = '#whatsapp-dialog';

/** All words of the page, shown or not yet, with what a screen reader says of its parts. */
function everyWord(page: Page, except = ''): Promise<string> {
  return page.evaluate((leftOut) => {
    const body = document.body.cloneNode(true) as HTMLElement;
    for (const own of body.querySelectorAll(`noscript, ${leftOut || 'none'}`)) own.remove();
    const labels = [...body.querySelectorAll('[aria-label]')].map((place) => place.ariaLabel);
    body.querySelector('#language')?.remove();
    return [document.title, body.textContent, ...labels].join('\n');
  }, except);
}

stage.test('the page speaks every language, and no English in another', async (t) => {
  const { page, faults } = await stage.visitor(t);
  for (const language of languageCodes) {
    const { markup, page: words } = wordsIn(language);
    await page.locator('#language').selectOption(language);
    await page.getByRole('heading', { name: markup.form.title }).waitFor();
    await page.getByText(words.connection.ready).waitFor();
    assert.deepEqual(
      await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]),
      [language, directionOf(language)],
    );
    await page.locator('#more').evaluate((more) => more.setAttribute('open', ''));
    await checkWidths(page, `form-${language}`);
    await page.locator('#name').fill('');
    await page.locator('#request-button').click();
    await page.getByText(words.form.nameMissing).first().waitFor();
    await page.locator('#name').pressSequentially('Ada');
    await page.waitForFunction((title) => document.body.textContent.includes(title), markup.confirm.title);
    if (language !== 'en') assert.doesNotMatch(await everyWord(page, loadsLater), english, language);
    assert.deepEqual(faults, [], language);
  }
});

for (const language of ['ar', 'pl'] as const)
  stage.test(`a whole request is told in ${language}, from the code to the end`, async (t) => {
    await stage.phones.script(rehearsalNumbers.business, 'no-answer');
    const visitor = await stage.visitor(t, { locale: language });
    const { page } = visitor;
    const { markup, rare } = wordsIn(language);
    await page.locator('#phone').fill(visitor.phone);
    await page.locator('#name').fill('Ada Example');
    await page.locator('#request-button').click();
    await page.getByRole('heading', { name: markup.code.title }).waitFor();
    await checkWidths(page, `code-${language}`);
    await page.locator('#code').fill(await visitor.code());
    await page.locator('#status-view').waitFor();
    await checkWidths(page, `status-${language}`);
    assert.doesNotMatch(await everyWord(page, loadsLater), english);
    await page.locator('#state[data-look=calling]').waitFor();
    await page.locator('#cancel-button').click();
    await page.locator('#confirm-yes').click();
    await page.getByText(rare.outcomes['cancelled-by-visitor'].title).first().waitFor();
    assert.doesNotMatch(await everyWord(page), english);
  });

stage.test('a visitor chooses another language, and keeps it and what was typed', async (t) => {
  const { page } = await stage.visitor(t, { locale: 'de' });
  await page.getByRole('heading', { name: 'Wir rufen Sie an' }).waitFor();
  await page.locator('#name').fill('Ada');
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('Français');
  await page.getByRole('heading', { name: 'Nous vous appelons' }).waitFor();
  assert.equal(await page.locator('#language').inputValue(), 'fr');
  assert.equal(await page.locator('#name').inputValue(), 'Ada');
  await page.reload();
  await page.getByRole('heading', { name: 'Nous vous appelons' }).waitFor();
});

stage.test('a browser whose languages are not there gets the language of the business', async (t) => {
  const { page } = await stage.visitor(t, { locale: 'ja-JP' });
  await page.getByRole('heading', { name: 'Wij bellen u' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'nl');
});

stage.test('the page loads the words of one language only', async (t) => {
  const { page, sent } = await stage.visitor(t, { locale: 'es' });
  await page.locator('#name').pressSequentially('Ada');
  await page.waitForFunction(
    (title) => document.body.textContent.includes(title),
    wordsIn('es').markup.confirm.title,
  );
  const parts = sent
    .map((request) => /words-[\w-]{8}-([\w-]+)\.js$/.exec(request.url())?.[1])
    .filter(Boolean);
  assert.deepEqual([...new Set(parts)].sort(), ['es-follow', 'es-page']);
});
