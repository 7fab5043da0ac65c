/** A signed-in visitor; the platform keeps nothing else about them. */
export type VisitorIdentity = {
  /** Keyed fingerprint of issuer and subject: equal only for the same account at the same provider. */
  fingerprint: string;
  provider: string;
  /** From the provider, to fill in the form; the visitor can change both. */
  name: string | undefined;
  email: string | undefined;
  /** E.164; only when signing in proved that the visitor has this phone. */
  provenPhone: string | undefined;
};
