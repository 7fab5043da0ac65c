import type { Language } from '../../../languages/languages.ts';
import type { NoticeChannel } from '../effect.ts';
import { visitorCaps } from './caps.ts';
import { codeCost, type PricedSite, type Reserve, textCost, worstCase } from './estimate.ts';
import type { Caps, SpendingRules } from './spending-rules.ts';

/** The charges of one callback. Each holds what one commit takes. */
export type CallCharges = {
  /** One code by SMS. */
  code: Charge;
  /** The reserves of the call and of the notice after it. */
  call: Charge;
  codeAndCall: Charge;
  /** The reserve of the notice by SMS alone, for a call beyond the caps. */
  notice: Charge;
};

type CallRules = { spending: SpendingRules; callback: { noticeChannels: readonly NoticeChannel[] } };

/** Returns what a callback to the visitor's number `phone` (E.164) may cost at most; `language` is the visitor's. */
export function chargeForCall(
  site: PricedSite,
  { spending, callback }: CallRules,
  phone: string,
  language?: Language,
): CallCharges {
  const caps = visitorCaps(spending, site.notifyNumber);
  const code = codeCost(spending, phone, language);
  const reserves = worstCase(spending, site, phone, callback.noticeChannels);
  const noticeReserves = reserves.filter(({ part }) => part === 'notice');
  return {
    code: chargeOf(caps, code, []),
    call: chargeOf(caps, zeroAmounts, reserves),
    codeAndCall: chargeOf(caps, code, reserves),
    notice: chargeOf(caps, zeroAmounts, noticeReserves),
  };
}

/** Returns the charge for a message of one segment to `to` that belongs to no callback. */
export function chargeForMessage(site: PricedSite, rules: SpendingRules, to: string): Charge {
  return chargeForAmounts(site, rules, textCost(rules, to, 1));
}

/** Returns a charge without reserves. It leaves room for the message that warns the owner. */
export function chargeForAmounts(site: PricedSite, rules: SpendingRules, amounts: Amounts): Charge {
  return chargeOf(visitorCaps(rules, site.notifyNumber), amounts, []);
}

/**
 * Amounts to charge and to reserve. They are counted together, and only if all fit under the caps. The cap of an hour
 * covers `textsToVisitors` only: a flood of codes must not stop the notices to the business.
 */
export type Charge = {
  amounts: Amounts;
  textsToVisitors: number;
  reserves: readonly Reserve[];
  caps: Caps;
};

/** Returns a charge. A later release can give back `reserves`, but not `spent`. */
export function chargeOf(caps: Caps, spent: Amounts, reserves: readonly Reserve[]): Charge {
  const amounts = addAmounts(spent, ...reserves.map((reserve) => reserve.amounts));
  return { caps, reserves, amounts, textsToVisitors: spent.texts };
}

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
