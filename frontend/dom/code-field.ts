import { plainDigits } from '../../contract/digits.ts';
import { ownCodes } from '../words/follow.ts';

/**
 * A field for a six-digit code. Calls `complete` when it holds one code: typed, pasted, filled in by the browser or read
 * from the text message. Calls `ambiguous` instead when it holds more than one.
 */
export function createCodeField(
  input: HTMLInputElement,
  on: { complete: (code: string) => void; edit: () => void; ambiguous: () => void },
) {
  let stopReceiving = () => {};

  function readInput(): void {
    const { text, code, isAmbiguous } = readCodeText(input.value);
    if (input.value !== text) input.value = text;
    on.edit();
    if (code !== '') on.complete(code);
    if (isAmbiguous) on.ambiguous();
  }

  input.addEventListener('input', (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) readInput();
  });
  input.addEventListener('compositionend', readInput);

  return {
    /** The six digits; '' while there is no single code. */
    value: () => readCodeText(input.value).code,
    /** Waits for the text message with the code, if the browser can read it. */
    receive() {
      stopReceiving();
      stopReceiving = receiveCode((code) => {
        input.value = code;
        readInput();
      });
    },
    stopReceiving: () => stopReceiving(),
    clear() {
      input.value = '';
    },
    focus: () => input.focus(),
    select: () => input.select(),
  };
}

type CodeText = {
  /** What the field shows. */
  text: string;
  /** Six digits, or ''. */
  code: string;
  isAmbiguous: boolean;
};

/**
 * Finds the code in text that was typed or pasted. The platform's messages are known by their form, because the business's name
 * can have six digits as well. Of any other text, only a code that is alone counts.
 */
export function readCodeText(typed: string): CodeText {
  const plain = plainDigits(typed);
  const own = distinct(ownCodes(plain));
  const found = own.length > 0 ? own : distinct(looseCodes(plain));
  const [code = ''] = found;
  if (found.length > 1) return { text: typed, code: '', isAmbiguous: true };
  return { text: code === '' ? digitsOf(plain) : code, code, isAmbiguous: false };
}

/** Digits with at most one separator between them, such as `123 456` or a phone number. */
const digitGroups = /\d+(?:[^\d\p{L}\n]\d+)*/gu;

function looseCodes(plain: string): string[] {
  return [...plain.matchAll(digitGroups)].flatMap(([written]) => {
    const groups = written.split(/\D/);
    const isWhole = digitsOf(written).length === 6 && (groups.length < 3 || digitsOf(plain).length === 6);
    return isWhole ? [written] : groups.filter((group) => group.length === 6);
  });
}

function distinct(codes: string[]): string[] {
  return [...new Set(codes.map(digitsOf))];
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

type CodeCredential = Credential & { code: string };

/**
 * Reads the code from the text message, if the browser can: https://wicg.github.io/web-otp/
 * Returns a function that stops waiting.
 */
function receiveCode(onCode: (code: string) => void): () => void {
  if (!('OTPCredential' in window)) return () => {};
  const waiting = new AbortController();
  const options = { otp: { transport: ['sms'] }, signal: waiting.signal } as CredentialRequestOptions;
  navigator.credentials.get(options).then(
    (credential) => {
      if (credential !== null && !waiting.signal.aborted) onCode((credential as CodeCredential).code);
    },
    // The visitor refused, or the page stopped waiting: the code is typed instead.
    () => {},
  );
  return () => waiting.abort();
}
