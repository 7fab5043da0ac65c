import { directionOf, type Language, matchLanguage } from '../../languages/languages.ts';
import type { Words } from '../../languages/words.ts';
import { retryUntilAnswered } from '../api/retry-until-answered.ts';
import { tabStorage } from '../api/tab-storage.ts';
import { language, useFollowWords, useWords } from '../words/page.ts';
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
  const page = await loadSurely(() => load<Part<Words['page']>>('page', next));
  useWords(next, page);
  const top = viewTop();
  top.lang = next;
  top.dir = directionOf(next);
  if (page.markup !== undefined) showMarkup(page.markup);
}

/** Loads what is written after the request. Throws when the network is down. */
export async function loadFollowWords(): Promise<void> {
  await wordsLoaded();
  const { markup, ...words } = await load<Part<Words['follow']>>('follow', language);
  useFollowWords(words);
  if (markup !== undefined) showMarkup(markup);
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

/** Without words there is no page, so this waits for the network. */
async function loadSurely<T>(get: () => Promise<T>): Promise<T> {
  const lost = { ok: false, reason: 'network' } as const;
  const ask = () =>
    get().then(
      (body) => ({ ok: true, body }) as const,
      () => lost,
    );
  const answer = await retryUntilAnswered(ask, { onLost: () => {}, isOver: () => false });
  if (answer?.ok) return answer.body;
  throw Object.assign(new Error('The words of the page were not loaded.'), { code: 'no-words' });
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
