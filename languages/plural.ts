import { fill } from './fill.ts';

/** A sentence in the forms that a language's plural rules demand. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Chooses the form for a whole number, and puts the number in the place of `{count}`. */
export function fillCount(
  forms: Plural,
  count: number,
  language: string,
  values: Readonly<Record<string, string>> = {},
): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return fill(form, {
    ...values,
    count: new Intl.NumberFormat(language, { useGrouping: false }).format(count),
  });
}

/** Writes a duration in its unit, such as `5 minutes`, with plain spaces: a text message has room for more of them. */
export function duration(count: number, unit: 'second' | 'minute' | 'hour', language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(count).replace(/\s/gu, ' ');
}
