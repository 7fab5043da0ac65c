import { button, make } from './element.ts';

const keypadKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const spoken: Readonly<Record<string, string>> = { '*': 'Star', '#': 'Hash' };

/** The keys of a phone on the line; the computer's own keys do the same while focus is on the phone. */
export function createKeypad(press: (digit: string) => void): HTMLElement {
  const keys = keypadKeys.map((digit) =>
    button(digit, () => press(digit), { 'aria-label': spoken[digit] ?? digit }),
  );
  return make('div', { class: 'keypad', role: 'group', 'aria-label': 'Keypad' }, ...keys);
}

/** The key of a phone that a key of the keyboard means; null for all others and while somebody writes. */
export function phoneKey(event: KeyboardEvent): string | null {
  const writes = event.target instanceof Element && event.target.matches('input, select, textarea');
  const chord = event.ctrlKey || event.altKey || event.metaKey;
  return !writes && !chord && keypadKeys.includes(event.key) ? event.key : null;
}
