import type { Secrets } from '../../ports/secrets.ts';
import type { SignInSecrets } from '../../ports/sign-in/identity-provider.ts';

/** Under which a sign-in is kept; the secret itself only ever lies in the browser's cookie. */
export function signInKey(secrets: Secrets, browserSecret: string): string {
  return secrets.fingerprint('sign-in', browserSecret);
}

/**
 * State, nonce and PKCE verifier follow from the secret in the browser's cookie. So an answer that was asked for in
 * another browser fits nowhere else, and a copy of the database opens no sign-in.
 */
export function bindAnswer(secrets: Secrets, browserSecret: string): SignInSecrets {
  return {
    state: secrets.fingerprint('sign-in-state', browserSecret),
    nonce: secrets.fingerprint('sign-in-nonce', browserSecret),
    verifier: secrets.fingerprint('sign-in-verifier', browserSecret),
  };
}
