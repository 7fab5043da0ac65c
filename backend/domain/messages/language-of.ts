import { defaultLanguage, type Language } from '../../../languages/languages.ts';
import type { Callback } from '../callback/state.ts';
import type { Site } from '../site/site.ts';

/** What the business reads and hears. */
export function businessLanguage({ language }: Pick<Site, 'language'>): Language {
  return language ?? defaultLanguage;
}

/** What the visitor reads and hears: the language of the request, else the business's. */
export function visitorLanguage(
  { language }: Pick<Callback, 'language'>,
  site: Pick<Site, 'language'>,
): Language {
  return language ?? businessLanguage(site);
}
