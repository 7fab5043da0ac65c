type CodeCredential = Credential & { code: string };

/**
 * Where the browser can read the text with the code, gives its digits: https://wicg.github.io/web-otp/. The answer
 * stops waiting for it.
 */
export function receiveCode(onCode: (code: string) => void): () => void {
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
