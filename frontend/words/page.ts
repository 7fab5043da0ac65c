import type { ConsentText } from '../../contract/callback-request.ts';
import { fill } from '../../languages/fill.ts';
import { defaultLanguage, type Language } from '../../languages/languages.ts';
import type { Words } from '../../languages/words.ts';

/** What the visitor reads. It is set before a view is created: see `dom/load-words.ts`. */
export let words: Words['page'];
/** What is written after the request and for a sign-in. It is loaded with their scripts. */
export let followWords: Words['follow'];
export let language: Language = defaultLanguage;

export function useWords(next: Language, page: Words['page']): void {
  language = next;
  words = page;
}

export function useFollowWords(next: Words['follow']): void {
  followWords = next;
}

export function pageTitle(view: string, business: string): string {
  return business === '' ? view : fill(words.title, { view, business });
}

/**
 * Which sentence visitors agree to when they ask (`form.consent` in each language). Callbacks store the id, so a changed
 * sentence needs a new id.
 */
export const consentId = 'one-call-1' satisfies ConsentText;
