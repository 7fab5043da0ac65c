/**
 * What calls and messages cost: SMS segments (`texts`), calls (two legs are one call), started minutes of each leg,
 * and money in millionths of the currency.
 */
export type Amounts = { texts: number; calls: number; minutes: number; money: number };

export const zeroAmounts: Amounts = { texts: 0, calls: 0, minutes: 0, money: 0 };

export function addAmounts(...parts: readonly Amounts[]): Amounts {
  return parts.reduce(
    (total, part) => ({
      texts: total.texts + part.texts,
      calls: total.calls + part.calls,
      minutes: total.minutes + part.minutes,
      money: total.money + part.money,
    }),
    zeroAmounts,
  );
}
