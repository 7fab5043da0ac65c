import type { Plural } from './plural.ts';

type English = typeof import('./en.json', { with: { type: 'json' }});

/** English has these two forms of a plural; another language has the forms of its own rules. */
type EnglishPlural = { one: string; other: string };

type Shape<T> = T extends string
  ? string
  : T extends EnglishPlural
    ? Plural
    : { readonly [K in keyof T]: Shape<T[K]> };

/** What each language must have: the keys of English. */
export type Words = Shape<English>;
