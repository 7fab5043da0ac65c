/**
 * A field for a six-digit code. Calls `complete` when it holds six digits: typed, pasted, filled in by the browser or
 * read from the text message.
 */
export function createCodeField(
  input: HTMLInputElement,
  on: { complete: (code: string) => void; edit: () => void },
) {
  let stopReceiving = () => {};

  function readInput(): void {
    const digits = codeDigits(input.value);
    if (input.value !== digits) input.value = digits;
    on.edit();
    if (digits.length === 6) on.complete(digits);
  }

  input.addEventListener('input', (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) readInput();
  });
  input.addEventListener('compositionend', readInput);

  return {
    value: () => codeDigits(input.value),
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

/** Exactly six digits, optionally in two groups. */
const wholeCode = /(?:^|\D)(\d{3}[ -]?\d{3})(?!\d)/;

/** Finds the code in text that was typed or pasted. Returns at most six digits. */
export function codeDigits(text: string): string {
  const plain = text.normalize('NFKC');
  const code = wholeCode.exec(plain)?.[1] ?? plain;
  return code.replace(/\D/g, '').slice(0, 6);
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
