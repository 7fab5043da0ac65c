import type { Plural } from './plural.ts';

/** Words as JSON has them: sentences, and plurals or further words by name. */
type Tree = { readonly [key: string]: string | Tree };

/** What is wrong with one sentence of a language. `english` is what it should say. */
export type Gap = { path: string; problem: string; english: string };

/** Returns where the words of a language differ from English: in sentences, in placeholders and in plural forms. */
export function findGaps(english: object, words: object, language: string): Gap[] {
  return gapsIn(english as Tree, words as Tree, { path: '', language });
}

function gapsIn(english: Tree, words: Tree, at: { path: string; language: string }): Gap[] {
  const wanted = Object.entries(english).flatMap(([key, own]) => {
    const path = `${at.path}${at.path === '' ? '' : '.'}${key}`;
    const other = words[key];
    if (typeof own === 'string') return gapsInSentence(path, own, other);
    if (isPlural(own)) return gapsInPlural(path, own, other, at.language);
    return typeof other === 'object'
      ? gapsIn(own, other, { ...at, path })
      : [{ path, problem: 'is missing', english: JSON.stringify(own) }];
  });
  const surplus = Object.keys(words)
    .filter((key) => !(key in english))
    .map((key) => ({ path: `${at.path}.${key}`, problem: 'is not in English', english: '' }));
  return [...wanted, ...surplus];
}

function gapsInSentence(path: string, english: string, other: string | Tree | undefined): Gap[] {
  if (typeof other !== 'string') return [{ path, problem: 'is missing', english }];
  if ((other.trim() === '') !== (english === '')) return [{ path, problem: 'is empty', english }];
  const [wanted, found] = [placeholders(english), placeholders(other)];
  if (wanted.join() === found.join()) return [];
  return [{ path, problem: `has {${found.join('}, {')}} instead of {${wanted.join('}, {')}}`, english }];
}

/** Each form names the number, except one that stands for a single number. */
function gapsInPlural(
  path: string,
  english: Plural,
  other: string | Tree | undefined,
  language: string,
): Gap[] {
  const forms = typeof other === 'object' ? other : {};
  const rules = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const missing = rules.filter((rule) => typeof forms[rule] !== 'string');
  const surplus = Object.keys(forms).filter((rule) => !rules.some((known) => known === rule));
  const numberless = rules.filter(
    (rule) => !['zero', 'one', 'two'].includes(rule) && !String(forms[rule]).includes('{count}'),
  );
  const wanted = placeholders(english.other.replace('{count}', ''));
  const unlike = rules.filter(
    (rule) => placeholders(String(forms[rule]).replace('{count}', '')).join() !== wanted.join(),
  );
  return [
    ...unlike.map((rule) => ({
      path: `${path}.${rule}`,
      problem: `lacks {${wanted.join('}, {')}}, or has more`,
      english: english.other,
    })),
    ...missing.map((rule) => ({ path: `${path}.${rule}`, problem: 'is missing', english: english.other })),
    ...surplus.map((rule) => ({ path: `${path}.${rule}`, problem: 'is no plural form', english: '' })),
    ...numberless.map((rule) => ({
      path: `${path}.${rule}`,
      problem: 'lacks {count}',
      english: english.other,
    })),
  ];
}

function isPlural(words: Tree): words is Tree & Plural {
  return typeof words.one === 'string' && typeof words.other === 'string';
}

function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}
