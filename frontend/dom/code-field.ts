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

/** Six digits that stand alone, perhaps in two groups. */
const wholeCode = /(?:^|\D)(\d{3}[ -]?\d{3})(?!\d)/;

/** The digits of a code in what was typed or pasted, text around it included; at most six. */
export function codeDigits(text: string): string {
  const plain = text.normalize('NFKC');
  const code = wholeCode.exec(plain)?.[1] ?? plain;
  return code.replace(/\D/g, '').slice(0, 6);
}

type CodeCredential = Credential & { code: string };

/**
 * Where the browser can read the text with the code, gives its digits: https://wicg.github.io/web-otp/. The answer
 * stops waiting for it.
 */
function receiveCode(onCode: (code: string) => void): () => void {
  if (!('OTPCredential' in window)) return () => {};
  const waiting = new AbortController();
  const options = { otp: { transport: ['sms'] }, signal: waiting.signal } as CredentialRequestOptions;
  navigator.credentials.get(options).then(
    (credential) => {
      if (credential !== null && !waiting.signal.aborted) onCode((credential as CodeCredential).code);
    },
    // Refused, or no longer waited for: the visitor types it.
    () => {},
  );
  return () => waiting.abort();
}
