import { button, make } from './element.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const SPOKEN: Readonly<Record<string, string>> = { '*': 'Star', '#': 'Hash' };

/** The keys of a phone on the line; the computer's own keys do the same while focus is on the phone. */
export const createKeypad = (press: (digit: string) => void): HTMLElement => {
  const keys = KEYS.map((digit) =>
    button(digit, () => press(digit), { 'aria-label': SPOKEN[digit] ?? digit }),
  );
  return make('div', { class: 'keypad', role: 'group', 'aria-label': 'Keypad' }, ...keys);
};

/** The key of a phone that a key of the keyboard means; null for all others and while somebody writes. */
export const phoneKey = (event: KeyboardEvent): string | null => {
  const writes = event.target instanceof Element && event.target.matches('input, select, textarea');
  const chord = event.ctrlKey || event.altKey || event.metaKey;
  return !writes && !chord && KEYS.includes(event.key) ? event.key : null;
};
