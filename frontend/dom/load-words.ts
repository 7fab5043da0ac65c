import { directionOf, type Language, matchLanguage } from '../../languages/languages.ts';
import type { Words } from '../../languages/words.ts';
import { retryUntilLoaded } from '../api/retry-until-answered.ts';
import { tabStorage } from '../api/tab-storage.ts';
import { language, useFollowWords, useRareWords, useWords } from '../words/page.ts';
import { viewRoot, viewTop } from './mount.ts';

/** English stands in the page from the start, so its parts have no `markup`. */
type Part<T> = T & { markup?: object };

/** Vite replaces this in `new URL`, where it looks for a file of the sources. */
const here = import.meta.url;

const key = 'callback-language';

/** The language that the visitor chose, else the browser's; undefined when neither is there. */
function wantedLanguage(): Language | undefined {
  return matchLanguage([tabStorage.read(key) ?? '', ...navigator.languages]);
}

let loading: Promise<void> | undefined;

/** Ends when there are words. The form takes input before that. */
export function wordsLoaded(): Promise<void> {
  loading ??= loadWords();
  return loading;
}

/** Loads the words of the wanted language, and shows those that stand in the page. Waits for the network. */
export async function loadWords(fallback?: string): Promise<void> {
  const next = wantedLanguage() ?? matchLanguage([fallback ?? '']) ?? language;
  const page = await retryUntilLoaded(() => load<Part<Words['page']>>('page', next));
  useWords(next, page);
  const top = viewTop();
  top.lang = next;
  top.dir = directionOf(next);
  if (page.markup !== undefined) showMarkup(page.markup);
}

/** Loads what is written after the request. Throws when the network is down. */
export async function loadFollowWords(): Promise<void> {
  await wordsLoaded();
  useFollowWords(await loadPart<Words['follow']>('follow'));
}

/** Loads what is told about faults, endings and sign-ins. Throws when the network is down. */
export async function loadRareWords(): Promise<void> {
  await wordsLoaded();
  useRareWords(await loadPart<Words['rare']>('rare'));
}

async function loadPart<T extends object>(part: string): Promise<T> {
  const words = await load<Part<T>>(part, language);
  if (words.markup !== undefined) showMarkup(words.markup);
  return words;
}

/** Another language is shown by a reload, which keeps the request and what was typed. */
export function chooseLanguage(next: string): void {
  tabStorage.write(key, next);
  location.reload();
}

/** Whether the site's language is needed, because the visitor's is not there. */
export function isLanguageOpen(): boolean {
  return wantedLanguage() === undefined;
}

/** The build writes each part of each language into a file of its own: see `language-parts.ts`. */
async function load<T>(part: string, next: Language): Promise<T> {
  const { href } = new URL(`${wordsFolder}${next}-${part}.js`, here);
  const { default: words } = await import(/* @vite-ignore */ href);
  return words;
}

/** The build marks each element that has words from the start: see `page-markup.ts`. */
function showMarkup(markup: object): void {
  for (const place of viewRoot().querySelectorAll<HTMLElement>('[data-words], [data-label]')) {
    const { words = '', label = '' } = place.dataset;
    const [text, name] = [wordAt(markup, words), wordAt(markup, label)];
    // Setting a text removes the elements inside.
    if (text !== undefined) place.textContent = text;
    if (name !== undefined) place.ariaLabel = name;
  }
}

function wordAt(markup: object, path: string): string | undefined {
  let place: unknown = markup;
  for (const name of path.split('.')) place = (place as Record<string, unknown> | undefined)?.[name];
  return place === undefined ? undefined : String(place);
}
