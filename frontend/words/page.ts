import type { ConsentText } from '../../contract/callback-request.ts';
import { fill } from '../../languages/fill.ts';
import { defaultLanguage, type Language } from '../../languages/languages.ts';
import type { Words } from '../../languages/words.ts';

/** What the visitor reads. It is set before a view is created: see `dom/load-words.ts`. */
export let words: Words['page'];
/** What is written after the request. It is loaded with the scripts of the code and the call. */
export let followWords: Words['follow'];
/** Faults, endings other than a talk, and sign-ins. It is loaded when one of them is to be told. */
export let rareWords: Words['rare'];
export let language: Language = defaultLanguage;

export function useWords(next: Language, page: Words['page']): void {
  language = next;
  words = page;
}

export function useFollowWords(next: Words['follow']): void {
  followWords = next;
}

export function useRareWords(next: Words['rare']): void {
  rareWords = next;
}

export function hasRareWords(): boolean {
  return (rareWords as object | undefined) !== undefined;
}

export function pageTitle(view: string, business: string): string {
  return business === '' ? view : fill(words.title, { view, business });
}

/**
 * Which sentence visitors agree to when they ask (`form.consent` in each language). Callbacks store the id, so a changed
 * sentence needs a new id.
 */
export const consentId = 'one-call-2' satisfies ConsentText;
