import type { RateLimit } from '../rate-limit.ts';

/** What one segment of text, and one started minute of a leg, cost: millionths of the currency. */
export type Rate = { text: number; minute: number };

/** The most that may be used up; `moneyPerDay` in millionths of the currency. Hours and days are UTC's. */
export type Caps = {
  textsPerHour: number;
  callsPerDay: number;
  minutesPerDay: number;
  moneyPerDay: number;
};

/** What one site may spend, and what things cost it. */
export type SpendingRules = {
  caps: Caps;
  /** What reaching a number or a SIP address costs. */
  rateFor(address: string): Rate;
  /** How many segments the text with the code takes. */
  codeSegments: number;
  /** How many codes may go to a block of a hundred neighbouring numbers. */
  blockLimits: readonly RateLimit[];
};
