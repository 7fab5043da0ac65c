import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { defaultLanguage, type Language, languageCodes } from '../../languages/languages.ts';
import { reachedCap, visitorCaps } from '../domain/budget/caps.ts';
import { chargeOf, codeCost, worstCase, zeroAmounts } from '../domain/budget/charge.ts';
import type { Caps, Rate, SpendingRules } from '../domain/budget/spending-rules.ts';
import { messageBodies } from '../domain/messages/message-body.ts';
import { smsSize } from '../domain/messages/sms-segments.ts';
import type { Site } from '../domain/site/site.ts';
import { chooseCarrier } from './carrier.ts';
import { type ConfigProblem, configProblem, type ReadValues } from './read-values.ts';
import { buildSite } from './site.ts';
import { type Prices, toMillionths } from './values/value-types.ts';
import type { Values, VariableName } from './variables.ts';

const hourMs = 3_600_000;

export type SpendingConfig = { caps: Caps; prices: Prices; codesPerBlock: number };

export function buildSpending(values: Values): SpendingConfig {
  return {
    caps: {
      textsPerHour: values.MAX_SMS_PER_HOUR,
      callsPerDay: values.MAX_CALLS_PER_DAY,
      minutesPerDay: values.MAX_MINUTES_PER_DAY,
      moneyPerDay: toMillionths(values.DAILY_BUDGET),
    },
    prices: values.PRICES,
    codesPerBlock: values.MAX_CODES_PER_BLOCK,
  };
}

/** Returns the spending rules of a site. `pageHost` is part of the code's text message and adds to its length. */
export function spendingRules(
  { caps, prices, codesPerBlock }: SpendingConfig,
  { businessName, language = defaultLanguage }: Pick<Site, 'businessName' | 'language'>,
  pageHost: string | undefined,
): SpendingRules {
  const code = { business: businessName, digits: '000000', host: pageHost };
  const segmentsIn = (each: Language) => smsSize(messageBodies(each).code(code)).segments;
  return {
    caps,
    rateFor: (address) => rateFor(prices, address),
    codeSegments: segmentsIn(language),
    codeSegmentsIn: Object.fromEntries(languageCodes.map((each) => [each, segmentsIn(each)])),
    blockLimits: [
      { windowMs: hourMs, max: codesPerBlock },
      { windowMs: 24 * hourMs, max: 3 * codesPerBlock },
    ],
  };
}

function rateFor(prices: Prices, address: string): Rate {
  const region = /^sips?:/i.test(address) ? 'SIP' : parsePhoneNumberFromString(address)?.country;
  return rateIn(prices, region);
}

/** Returns the highest known price for a region without a price of its own. */
function rateIn(prices: Prices, region: string | undefined): Rate {
  const known = region === undefined ? undefined : prices[region];
  return known ?? highestOf(Object.values(prices));
}

function highestOf(rates: readonly Rate[]): Rate {
  return {
    text: Math.max(0, ...rates.map(({ text }) => text)),
    minute: Math.max(0, ...rates.map(({ minute }) => minute)),
  };
}

/** Returns the price for a visitor from the most expensive of these countries. */
function highestRate(prices: Prices, countries: readonly string[]): Rate {
  return highestOf(countries.map((country) => rateIn(prices, country)));
}

const capVariables = {
  textsPerHour: 'MAX_SMS_PER_HOUR',
  callsPerDay: 'MAX_CALLS_PER_DAY',
  minutesPerDay: 'MAX_MINUTES_PER_DAY',
  moneyPerDay: 'DAILY_BUDGET',
} as const satisfies Record<string, VariableName>;

/** Finds caps that are lower than one callback costs: every visitor would be refused. */
export function checkSpending(read: ReadValues): ConfigProblem[] {
  const { values } = read;
  const site = buildSite(values, 'http://127.0.0.1');
  const known = spendingRules(buildSpending(values), site, undefined);
  const visitor = 'a visitor';
  const highest = highestRate(values.PRICES, site.countries);
  const rules = { ...known, rateFor: (to: string) => (to === visitor ? highest : known.rateFor(to)) };
  const reserves = worstCase(rules, site, visitor, ['sms']);
  const caps = visitorCaps(rules, site.notifyNumber);
  const charge = chargeOf(caps, codeCost(rules, visitor), reserves);
  const one = charge.amounts;
  const cap = reachedCap({ hour: zeroAmounts, day: zeroAmounts }, charge, caps);
  const money = (one.money / 1_000_000).toFixed(2);
  const need = `one callback can need ${one.texts} text messages, ${one.minutes} minutes and ${money} ${values.CURRENCY}`;
  return [
    ...(cap === undefined ? [] : [configProblem(capVariables[cap], `is too low for one callback: ${need}`)]),
    ...checkPrices(read, site.countries),
  ];
}

function checkPrices({ values }: ReadValues, countries: readonly string[]): ConfigProblem[] {
  if (chooseCarrier(values) !== 'twilio') return [];
  const missing = countries.filter((country) => values.PRICES[country] === undefined);
  return missing.length === 0 ? [] : [configProblem('PRICES', `has no price for ${missing.join(', ')}`)];
}
