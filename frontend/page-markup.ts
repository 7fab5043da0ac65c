import en from '../languages/en.json' with { type: 'json' };
import { languageNames } from '../languages/languages.ts';

const placeholder = /\{\{([\w.]+)\}\}/g;
/** Words that are all that an element holds, and those of its label. */
const ownWords = /(<\w[^<>]*)>\{\{([\w.]+)\}\}(?=<\/)/g;
const label = / aria-label="\{\{([\w.]+)\}\}"/g;

/**
 * Replaces placeholders such as `{{form.title}}` with the page's English words. Marks their elements, so that the
 * page can show another language there. Throws `unknown-words`.
 */
export function fillMarkup(html: string): string {
  return html
    .replace('{{languages}}', languageOptions())
    .replace(label, ' data-label="$1"$&')
    .replace(ownWords, '$1 data-words="$2">{{$2}}')
    .replace(placeholder, (_, path: string) => escapeText(wordAt(path)));
}

function languageOptions(): string {
  return Object.entries(languageNames)
    .map(([code, name]) => `<option value="${code}" lang="${code}">${name}</option>`)
    .join('');
}

function wordAt(path: string): string {
  let place: unknown = en.markup;
  for (const key of path.split('.')) place = (place as Record<string, unknown> | undefined)?.[key];
  if (typeof place !== 'string') {
    throw Object.assign(
      new Error(`index.html names the words "${path}", which "markup" in languages/en.json does not have.`),
      {
        code: 'unknown-words',
      },
    );
  }
  return place;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Google's rules for content policies: https://developers.google.com/recaptcha/docs/faq */
const google = 'https://www.google.com/recaptcha/';
const googleFiles = 'https://www.gstatic.com/recaptcha/';

/**
 * Allows the page itself and the API. Google's captcha creates trusted types with
 * unpublished names, so any name is allowed for it. Plain strings still cannot become scripts.
 */
export function contentPolicy(backendUrl: string, recaptcha: boolean, logoUrl = ''): string {
  return [
    "default-src 'none'",
    `script-src 'self'${recaptcha ? ` ${google} ${googleFiles}` : ''}`,
    `style-src 'self'${recaptcha ? " 'unsafe-inline'" : ''}`,
    ...(recaptcha ? [`frame-src ${google} https://recaptcha.google.com/recaptcha/`] : []),
    `img-src ${["'self'", ...originOf(logoUrl)].join(' ')}`,
    `connect-src ${["'self'", ...originOf(backendUrl)].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    ...(recaptcha ? [] : ['trusted-types captcha-solver']),
  ].join('; ');
}

function originOf(url: string): string[] {
  return url === '' ? [] : [new URL(url).origin];
}

/** Content policy of the dashboard. A build that knows its repository asks GitHub for a newer one. */
export function dashboardPolicy(backendUrl: string, asksGithub: boolean): string {
  const hosts = [...originOf(backendUrl), ...(asksGithub ? ['https://api.github.com'] : [])];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${["'self'", ...hosts].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** Content policy of the policy pages, which load only their style and the logo. */
export const readingPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
