/** Why nobody was signed in, by what the visitor or the deployer can do about it. */
export type SignInFailure =
  /** The visitor said no at the provider. */
  | 'denied'
  /** Too late, or the same answer a second time: begin again. */
  | 'expired'
  /** The provider does not work at the moment. */
  | 'provider-down'
  /** The provider refuses our own registration: only the deployer can mend it. */
  | 'not-set-up'
  /** The answer is not one to this question. */
  | 'not-valid';

/** Who the provider says it is. The subject is unique at the issuer and never given to anybody else. */
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

/** What binds an answer to its question. The page and the provider's address bar see `state` only. */
export type SignInSecrets = { state: string; nonce: string; verifier: string };

/** One place where visitors have accounts, spoken to by OAuth 2.0's authorization code flow. */
export type IdentityProvider = {
  id: string;
  /** What must be registered at the provider, to the letter. */
  redirectUri: string;
  /** Where the visitor's browser is sent. */
  authorizationAddress(secrets: SignInSecrets): Promise<string>;
  /** Reads what the browser came back with (`query` with its question mark), and asks the provider who it is. */
  finish(query: string, secrets: SignInSecrets): Promise<ProviderAnswer>;
};

/** Those that are set up, by id, in the order in which they are shown. */
export type IdentityProviders = ReadonlyMap<string, IdentityProvider>;
