const minute = 60_000;

/** Lifetimes (ms) of the steps of a sign-in, and how often one client may begin one. */
export const signInRules = {
  /** From the redirect to the provider until the return. */
  atProviderMs: 10 * minute,
  /** From the return until the page redeems its hand-off code. */
  handOffMs: minute,
  sessionMs: 20 * minute,
  begun: [
    { windowMs: minute, max: 10 },
    { windowMs: 10 * minute, max: 30 },
  ],
} as const;
