/** Why a sign-in failed, by what the visitor or the operator can do. */
export type SignInFailure =
  /** The visitor refused at the provider. */
  | 'denied'
  /** The answer came too late or was used before; the visitor can start again. */
  | 'expired'
  /** The provider is not available. */
  | 'provider-down'
  /** The provider refuses the platform's registration; only the operator can fix it. */
  | 'not-set-up'
  /** The answer does not belong to this sign-in. */
  | 'not-valid';

/** The visitor's account at the provider. `subject` is unique at the issuer and never reused. */
export type ProviderPerson = {
  issuer: string;
  subject: string;
  name: string | undefined;
  email: string | undefined;
};

export type ProviderAnswer =
  | { ok: true; person: ProviderPerson }
  /** `detail` is for the log and holds nothing secret or personal. */
  | { ok: false; reason: SignInFailure; detail: string };

/** Secrets that bind the provider's answer to the sign-in. Only `state` is visible in addresses. */
export type SignInSecrets = { state: string; nonce: string; verifier: string };

/** An identity provider, used by OAuth 2.0's authorization code flow. */
export type IdentityProvider = {
  id: string;
  /** The redirect address; it must be registered at the provider exactly like this. */
  redirectUri: string;
  /** Returns the address to which the visitor's browser is redirected. */
  authorizationAddress(secrets: SignInSecrets): Promise<string>;
  /** Checks the query of the redirect back (with its question mark) and fetches the account. */
  finish(query: string, secrets: SignInSecrets): Promise<ProviderAnswer>;
};

/** The configured providers by id, in the order in which the page shows them. */
export type IdentityProviders = ReadonlyMap<string, IdentityProvider>;
