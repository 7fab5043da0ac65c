/** Somebody who has signed in, as far as the platform wants to know. */
export type VisitorIdentity = {
  /** Keyed fingerprint of issuer and subject: the same person at the same provider, and nothing else. */
  fingerprint: string;
  provider: string;
  /** Decoration, as the provider tells it; the visitor may change both. */
  name: string | undefined;
  email: string | undefined;
  /** E.164; only where signing in proved that the phone is in their hands. */
  provenPhone: string | undefined;
};
