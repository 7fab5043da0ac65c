import type { Language } from '../../../languages/languages.ts';
import type { NoticeChannel } from '../effect.ts';
import { type Amounts, zeroAmounts } from './charge.ts';
import type { SpendingRules } from './spending-rules.ts';

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

/** The cost of sending one code. It is charged before the code is sent. */
export function codeCost(rules: SpendingRules, visitor: string, language?: Language): Amounts {
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
