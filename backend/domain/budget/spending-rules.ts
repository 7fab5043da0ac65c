import type { Language } from '../../../languages/languages.ts';
import type { RateLimit } from '../rate-limit.ts';

/** Price of one SMS segment and of one started minute of a leg, in millionths of the currency. */
export type Rate = { text: number; minute: number };

/** Spending limits. `moneyPerDay` is in millionths of the currency; hours and days are UTC. */
export type Caps = {
  textsPerHour: number;
  callsPerDay: number;
  minutesPerDay: number;
  moneyPerDay: number;
};

/** What one site may spend, and its prices. */
export type SpendingRules = {
  caps: Caps;
  /** The price of reaching an E.164 number or a SIP address. */
  rateFor(address: string): Rate;
  /** SMS segments of the message with the code. */
  codeSegments: number;
  /** For languages whose code is longer or shorter. */
  codeSegmentsIn?: Readonly<Partial<Record<Language, number>>>;
  /** How many codes may go to a block of a hundred numbers. */
  blockLimits: readonly RateLimit[];
};
