const minute = 60_000;

/** How long the stages of signing in last, milliseconds, and how often one client may begin. */
export const signInRules = {
  /** From leaving for the provider until coming back. */
  atProvider: 10 * minute,
  /** From coming back until the page has fetched its session. */
  handOff: minute,
  session: 20 * minute,
  begun: [
    { window: minute, max: 10 },
    { window: 10 * minute, max: 30 },
  ],
} as const;
