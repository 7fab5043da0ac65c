import { codeDigits } from './code-digits.ts';
import { receiveCode } from './one-time-code.ts';

/**
 * A field for a code. `complete` gets six digits as soon as they stand there, whichever way they came: typed, pasted,
 * filled in by the browser or read from the text.
 */
export function createCodeField(
  input: HTMLInputElement,
  on: { complete: (code: string) => void; edit: () => void },
) {
  let stopReceiving = () => {};

  function take(): void {
    const digits = codeDigits(input.value);
    if (input.value !== digits) input.value = digits;
    on.edit();
    if (digits.length === 6) on.complete(digits);
  }

  input.addEventListener('input', (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) take();
  });
  input.addEventListener('compositionend', take);

  return {
    value: () => codeDigits(input.value),
    /** Waits for the text with the code, where the browser can read it. */
    receive() {
      stopReceiving();
      stopReceiving = receiveCode((code) => {
        input.value = code;
        take();
      });
    },
    stopReceiving: () => stopReceiving(),
    clear() {
      input.value = '';
    },
    focus: () => input.focus(),
    /** So that typing replaces what was wrong. */
    select: () => input.select(),
  };
}
