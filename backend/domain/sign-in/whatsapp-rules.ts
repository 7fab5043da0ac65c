const minute = 60_000;

/** How long a sign-in by WhatsApp may take, milliseconds, and how often a client may begin one. */
export const whatsappRules = {
  validity: 10 * minute,
  /** Of the code that was sent back. */
  guesses: 5,
  /** To the same code: a message may get lost, but nobody makes us write for as long as they like. */
  answers: 3,
  begun: [
    { window: minute, max: 5 },
    { window: 10 * minute, max: 20 },
  ],
} as const;

/** Eight letters and digits that are not mistaken for one another, in two groups; whatever stands around them. */
const writtenCode = /(?<![A-Z0-9])([BCDFGHJKMNPQRSTVWXYZ2-9]{4})-([BCDFGHJKMNPQRSTVWXYZ2-9]{4})(?![A-Z0-9])/i;

/** The code in what somebody wrote, as it was given out. */
export function readWhatsappCode(message: string): string | undefined {
  const [, first, second] = writtenCode.exec(message) ?? [];
  return first === undefined || second === undefined ? undefined : `${first}-${second}`.toUpperCase();
}
