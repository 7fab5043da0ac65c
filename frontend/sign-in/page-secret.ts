/** A verifier that never leaves this tab until the end, and what is shown of it: https://www.rfc-editor.org/rfc/rfc7636 */
export type PageSecret = { verifier: string; challenge: string };

/** Undefined where the page came without https: browsers hash nothing there. */
export async function makePageSecret(): Promise<PageSecret | undefined> {
  if (!isSecureContext) return undefined;
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
