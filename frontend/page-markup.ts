import { localApi } from './backend-candidates.ts';
import { markup } from './words/markup.ts';

const placeholder = /\{\{([\w.]+)\}\}/g;

/** Puts the words of the catalogue where index.html names them as `{{form.title}}`. */
export function fillMarkup(html: string): string {
  return html.replace(placeholder, (_, path: string) => escapeText(wordAt(path)));
}

function wordAt(path: string): string {
  let place: unknown = markup;
  for (const key of path.split('.')) place = (place as Record<string, unknown> | undefined)?.[key];
  if (typeof place !== 'string') {
    throw Object.assign(
      new Error(`index.html names the words "${path}", which words/markup.ts does not hold.`),
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

/** What the page may load and reach: itself, the API, and an API on the visitor's own machine. */
export function contentPolicy(backendUrl: string): string {
  const api = backendUrl === '' ? [] : [new URL(backendUrl).origin];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${["'self'", ...api, localApi].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
