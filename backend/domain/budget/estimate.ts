import type { NoticeChannel } from '../effect.ts';
import { type Amounts, zeroAmounts } from './amounts.ts';
import type { SpendingRules } from './spending-rules.ts';

/** What is set aside for later, and given back as far as it was not needed. */
const reservedParts = ['call', 'notice'] as const;
export type ReservedPart = (typeof reservedParts)[number];

export type Reserve = { part: ReservedPart; amounts: Amounts };

/** The longest text that the business gets. */
const noticeSegments = 3;

/** The warning that a cap is reached is written to fit. */
export const warningSegments = 2;

/** The parts of a site that decide what a call and a notice cost. */
export type PricedSite = { businessNumber: string; notifyNumber: string; maxCallSeconds: number };

export function textCost(rules: SpendingRules, to: string, segments: number): Amounts {
  return { ...zeroAmounts, texts: segments, money: segments * rules.rateFor(to).text };
}

/** One sending of the code. It counts as used up as soon as it is about to be sent. */
export function codeCost(rules: SpendingRules, visitor: string): Amounts {
  return textCost(rules, visitor, rules.codeSegments);
}

/** What an attempt and the text after it cost at the very most: both legs up to their time limit, three segments. */
export function worstCase(
  rules: SpendingRules,
  site: PricedSite,
  visitor: string,
  channels: readonly NoticeChannel[],
): Reserve[] {
  const limit = Math.ceil(site.maxCallSeconds / 60);
  const call = { part: 'call', amounts: callCost(rules, site, visitor, limit, limit) } as const;
  if (!channels.includes('sms')) return [call];
  return [call, { part: 'notice', amounts: textCost(rules, site.notifyNumber, noticeSegments) }];
}

/** A call whose legs lasted so many started minutes. */
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
