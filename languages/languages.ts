/** The languages of texts, speech and page. */
export const languageCodes = [
  'en',
  'es',
  'fr',
  'de',
  'it',
  'pt-BR',
  'nl',
  'pl',
  'tr',
  'ar',
  'hi',
  'zh-Hans',
] as const;

export type Language = (typeof languageCodes)[number];

/** Each language by its own name, which a visitor recognises. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  es: 'Español',
  fr: 'Français',
  de: 'Deutsch',
  it: 'Italiano',
  'pt-BR': 'Português',
  nl: 'Nederlands',
  pl: 'Polski',
  tr: 'Türkçe',
  ar: 'العربية',
  hi: 'हिन्दी',
  'zh-Hans': '中文',
};

const rightToLeft: readonly Language[] = ['ar'];

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return rightToLeft.includes(language) ? 'rtl' : 'ltr';
}

/** The language of pages and callbacks from before there were others. */
export const defaultLanguage: Language = 'en';

/**
 * Returns the first wanted language that there is; undefined for none. A tag matches by its first part: `de-AT` gets
 * `de`, and `zh-TW` gets `zh-Hans`.
 */
export function matchLanguage(wanted: readonly string[]): Language | undefined {
  for (const tag of wanted) {
    const [primary] = tag.trim().toLowerCase().split(/[-_]/);
    const found = languageCodes.find((code) => code.toLowerCase().split('-')[0] === primary);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns the tags of an `Accept-Language` header, the most wanted first: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4 */
export function acceptedLanguages(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, longestHeader)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? '1';
      return { tag, weight: Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0 && weight <= 1)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

/** A client may send any length; no browser sends more. */
const longestHeader = 500;
