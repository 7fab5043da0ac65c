import { plainDigits } from '../../contract/digits.ts';
import { fill } from '../../languages/fill.ts';
import { fillCount } from '../../languages/plural.ts';
import { followWords, language, rareWords } from './page.ts';

/** Says that a code is wrong, and how many tries are left. */
export function wrongCode(left: number, none = followWords.code.noGuesses): string {
  return left === 0 ? none : fillCount(followWords.code.guesses, left, language);
}

/** Finds a code within a message of the platform, as `plainDigits` returns it, by the words around it. */
export function ownCodes(text: string): string[] {
  const forms = Object.values(followWords.codeForms).map((form) =>
    fill(plainDigits(form).replace(/[.*+?^$()|[\]\\]/g, '\\$&'), { code: '(\\d{3} ?\\d{3})' }),
  );
  const any = new RegExp([...forms, '^@\\S+ #(\\d{6})$'].join('|'), 'gmu');
  return [...text.matchAll(any)].map(([, ...groups]) => groups.find(Boolean) ?? '');
}

const names: Partial<Record<string, string>> = {
  google: 'Google',
  facebook: 'Facebook',
  x: 'X',
  whatsapp: 'WhatsApp',
};

export function providerName(provider: string): string {
  const { instagram, demo } = rareWords.signIn;
  return names[provider] ?? { instagram, demo }[provider] ?? provider;
}
