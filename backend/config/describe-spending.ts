import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Site } from '../domain/site/site.ts';
import { smsSize } from '../domain/sms-segments.ts';
import type { Caps, Rate, SpendingRules } from '../domain/spending/spending-rules.ts';
import { texts } from '../domain/words/texts.ts';
import { millionths, type Prices } from './price-values.ts';
import type { Values } from './variables.ts';

const hour = 3_600_000;

export type SpendingConfig = { caps: Caps; prices: Prices; codesPerBlock: number };

export function describeSpending(values: Values): SpendingConfig {
  return {
    caps: {
      textsPerHour: values.MAX_SMS_PER_HOUR,
      callsPerDay: values.MAX_CALLS_PER_DAY,
      minutesPerDay: values.MAX_MINUTES_PER_DAY,
      moneyPerDay: millionths(values.DAILY_BUDGET),
    },
    prices: values.PRICES,
    codesPerBlock: values.MAX_CODES_PER_BLOCK,
  };
}

/** What the site may spend. `pageHost` stands in the text with the code and may make it longer. */
export function spendingRules(
  { caps, prices, codesPerBlock }: SpendingConfig,
  { businessName }: Pick<Site, 'businessName'>,
  pageHost: string | undefined,
): SpendingRules {
  return {
    caps,
    rateFor: (address) => rateFor(prices, address),
    codeSegments: smsSize(texts.code({ business: businessName, digits: '000000', host: pageHost })).segments,
    blockLimits: [
      { window: hour, max: codesPerBlock },
      { window: 24 * hour, max: 3 * codesPerBlock },
    ],
  };
}

function rateFor(prices: Prices, address: string): Rate {
  const region = /^sips?:/i.test(address) ? 'SIP' : parsePhoneNumberFromString(address)?.country;
  return rateIn(prices, region);
}

/** The dearest price there is, where nobody has said what a region costs. */
function rateIn(prices: Prices, region: string | undefined): Rate {
  const known = region === undefined ? undefined : prices[region];
  return known ?? dearestOf(Object.values(prices));
}

function dearestOf(rates: readonly Rate[]): Rate {
  return {
    text: Math.max(0, ...rates.map(({ text }) => text)),
    minute: Math.max(0, ...rates.map(({ minute }) => minute)),
  };
}

/** What a visitor from the dearest of these countries costs. */
export function dearestRate(prices: Prices, countries: readonly string[]): Rate {
  return dearestOf(countries.map((country) => rateIn(prices, country)));
}
