import type { Language } from '../../../languages/languages.ts';
import type { CodeWay } from '../callback/state.ts';
import type { NoticeChannel } from '../effect.ts';
import { visitorCaps } from './caps.ts';
import type { Caps, SpendingRules } from './spending-rules.ts';

/** The charges of one callback. Each holds what one commit takes. */
export type CallCharges = {
  /** One code, by SMS or by a call. */
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
  code?: { language?: Language | undefined; by?: CodeWay | undefined },
): CallCharges {
  const caps = visitorCaps(spending, site.notifyNumber);
  const cost = codeCost(spending, phone, code);
  // The cap of an hour covers a code by either way: a flood of calls must end like one of texts.
  const sent = code?.by === 'call' ? 1 : cost.texts;
  const reserves = worstCase(spending, site, phone, callback.noticeChannels);
  const noticeReserves = reserves.filter(({ part }) => part === 'notice');
  return {
    code: chargeOf(caps, cost, [], sent),
    call: chargeOf(caps, zeroAmounts, reserves),
    codeAndCall: chargeOf(caps, cost, reserves, sent),
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
 * covers `textsToVisitors` only: a flood of codes must not stop the notices to the business. A code by a call counts there.
 */
export type Charge = {
  amounts: Amounts;
  textsToVisitors: number;
  reserves: readonly Reserve[];
  caps: Caps;
};

/** Returns a charge. A later release can give back `reserves`, but not `spent`. */
export function chargeOf(
  caps: Caps,
  spent: Amounts,
  reserves: readonly Reserve[],
  textsToVisitors = spent.texts,
): Charge {
  const amounts = addAmounts(spent, ...reserves.map((reserve) => reserve.amounts));
  return { caps, reserves, amounts, textsToVisitors };
}

/**
 * What calls and messages cost: SMS segments (`texts`), calls (two legs are one), started minutes of each leg, and
 * money in millionths of the currency.
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

/** The parts of a callback's cost that are reserved before they are needed. */
const reservedParts = ['call', 'notice'] as const;
export type ReservedPart = (typeof reservedParts)[number];

export type Reserve = { part: ReservedPart; amounts: Amounts };

/** SMS segments of the longest notice. */
export const noticeSegments = 3;

/** The parts of a site that decide what a call and a notice cost. */
export type PricedSite = { businessNumber: string; notifyNumber: string; maxCallSeconds: number };

export function textCost(rules: SpendingRules, to: string, segments: number): Amounts {
  return { ...zeroAmounts, texts: segments, money: segments * rules.rateFor(to).text };
}

/** Longest call that speaks a code. In every language it says the question and the code twice in less. */
export const maxCodeCallSeconds = 110;

/** The cost of sending one code. It is charged before the code is sent. */
export function codeCost(
  rules: SpendingRules,
  visitor: string,
  { language, by }: { language?: Language | undefined; by?: CodeWay | undefined } = {},
): Amounts {
  if (by === 'call') {
    const minutes = minutesUpTo(maxCodeCallSeconds);
    return { ...zeroAmounts, calls: 1, minutes, money: minutes * rules.rateFor(visitor).minute };
  }
  const segments = language === undefined ? undefined : rules.codeSegmentsIn?.[language];
  return textCost(rules, visitor, segments ?? rules.codeSegments);
}

/**
 * The started minutes of a leg that lasts until its time limit. Carriers end a leg some moments after its limit, so the
 * minute that begins then counts too.
 */
export function minutesUpTo(limitSeconds: number): number {
  return Math.floor(limitSeconds / 60) + 1;
}

/** The highest cost of one attempt and its notice: both legs up to the time limit, and the longest SMS. */
export function worstCase(
  rules: SpendingRules,
  site: PricedSite,
  visitor: string,
  channels: readonly NoticeChannel[],
): Reserve[] {
  const call = { part: 'call', amounts: worstCallCost(rules, site, visitor) } as const;
  if (!channels.includes('sms')) return [call];
  return [call, { part: 'notice', amounts: longestNoticeCost(rules, site.notifyNumber) }];
}

/** The highest cost of a call: both legs up to the time limit. */
export function worstCallCost(
  rules: SpendingRules,
  site: Pick<PricedSite, 'businessNumber' | 'maxCallSeconds'>,
  visitor: string,
): Amounts {
  const limit = minutesUpTo(site.maxCallSeconds);
  return callCost(rules, site, visitor, limit, limit);
}

/** The cost of the longest notice by SMS. */
export function longestNoticeCost(rules: SpendingRules, owner: string): Amounts {
  return textCost(rules, owner, noticeSegments);
}

/** The cost of a call, from the started minutes of each leg. */
export function callCost(
  rules: SpendingRules,
  site: Pick<PricedSite, 'businessNumber'>,
  visitor: string,
  businessMinutes: number,
  visitorMinutes: number,
): Amounts {
  const money =
    businessMinutes * rules.rateFor(site.businessNumber).minute +
    visitorMinutes * rules.rateFor(visitor).minute;
  return { texts: 0, calls: 1, minutes: businessMinutes + visitorMinutes, money };
}
