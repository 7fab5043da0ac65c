import { nothing, sum } from '../domain/spending/amounts.ts';
import { reachedCap, visitorCaps } from '../domain/spending/caps.ts';
import { codeCost, worstCase } from '../domain/spending/estimate.ts';
import { chooseCarrier } from './choose-carrier.ts';
import { complaint } from './complaint.ts';
import { describeSite } from './describe-site.ts';
import { dearestRate, describeSpending, spendingRules } from './describe-spending.ts';
import type { ConfigProblem, ReadValues } from './read-values.ts';
import type { VariableName } from './variables.ts';

const variableOf = {
  textsPerHour: 'MAX_SMS_PER_HOUR',
  callsPerDay: 'MAX_CALLS_PER_DAY',
  minutesPerDay: 'MAX_MINUTES_PER_DAY',
  moneyPerDay: 'DAILY_BUDGET',
} as const satisfies Record<string, VariableName>;

/** Caps under which not even one callback fits would turn everybody away, or everybody from a dear country. */
export function checkSpending(read: ReadValues): ConfigProblem[] {
  const { values } = read;
  const site = describeSite(values, 'http://127.0.0.1');
  const known = spendingRules(describeSpending(values), site, undefined);
  const visitor = 'a visitor';
  const dearest = dearestRate(values.PRICES, site.countries);
  const rules = { ...known, rateFor: (to: string) => (to === visitor ? dearest : known.rateFor(to)) };
  const reserves = worstCase(rules, site, visitor, ['sms']);
  const one = sum(codeCost(rules, visitor), ...reserves.map(({ amounts }) => amounts));
  const cap = reachedCap({ hour: nothing, day: nothing }, one, visitorCaps(rules, site.notifyNumber));
  const money = (one.money / 1_000_000).toFixed(2);
  const need = `one callback may need ${one.texts} texts, ${one.minutes} minutes and ${money} ${values.CURRENCY}`;
  return [
    ...(cap === undefined ? [] : [complaint(variableOf[cap], `leaves no room for a callback: ${need}`)]),
    ...checkPrices(read, site.countries),
  ];
}

function checkPrices({ values }: ReadValues, countries: readonly string[]): ConfigProblem[] {
  if (chooseCarrier(values) !== 'twilio') return [];
  const unknown = countries.filter((country) => values.PRICES[country] === undefined);
  return unknown.length === 0 ? [] : [complaint('PRICES', `does not say what ${unknown.join(', ')} costs`)];
}
