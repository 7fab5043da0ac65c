import { parseArgs } from 'node:util';
import { readConfig } from '../../config/read-config.ts';
import { type CostLine, monthlyCost } from '../../domain/budget/monthly-cost.ts';
import { type Command, type Context, usageFault } from './command.ts';
import { settingsOf } from './installation.ts';

const usage = `./run.sh costs [--callbacks 100] [--answered 50] [--minutes 3] [--country US] [--json]
Estimates what the carrier charges in a month: codes, both legs by started minutes, missed-call messages, the number and
A2P fees. --answered is the share in percent that the business answers. Prices come from PRICES; compare them with your
carrier's list.`;

/** List prices of Twilio in US dollars, late 2025: https://www.twilio.com/en-us/pricing */
const fees = {
  number: { month: 1.15 },
  /** Lowest brand and a low-volume campaign: https://help.twilio.com/articles/1260803965530 */
  registration: { US: { once: 4.5 + 15, month: 1.5 }, other: { once: 0, month: 0 } },
};

/** A missed call is often tried by a leg that a voicemail answers for a moment; that minute is not counted here. */
const noticeSegments = 3;

export const costsCommand: Command = {
  name: 'costs',
  title: 'Costs',
  summary: 'what a month costs at the carrier',
  usage,
  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: {
        callbacks: { type: 'string', default: '100' },
        answered: { type: 'string', default: '50' },
        minutes: { type: 'string', default: '3' },
        country: { type: 'string', default: 'US' },
        json: { type: 'boolean', default: false },
      },
    });
    const [callbacks, answered, minutes] = [values.callbacks, values.answered, values.minutes].map(Number);
    if (
      ![callbacks, answered, minutes].every((number) => number !== undefined && number >= 0) ||
      Number(answered) > 100
    )
      return usageFault(context, { usage }, 'Write numbers: --answered is a percentage from 0 to 100');
    const country = values.country.toUpperCase();
    const prices = pricesOf(context, country);
    if (prices === undefined)
      return usageFault(context, { usage }, `There is no price for ${country}: add it to PRICES in .env`);
    const lines = monthlyCost(prices, {
      callbacks: Number(callbacks),
      answered: Number(answered) / 100,
      minutes: Number(minutes),
      codeSegments: 1,
      noticeSegments,
    });
    const total = lines.reduce((sum, { amount }) => sum + amount, 0);
    if (values.json) context.print(JSON.stringify({ lines, total, once: prices.registration.once }));
    else printCosts(context, lines, total, prices.registration.once);
    return 0;
  },
};

function pricesOf(context: Context, country: string) {
  const read = readConfig(settingsOf(context));
  const prices: Record<string, { text: number; minute: number } | undefined> = read.ok
    ? read.config.spending.prices
    : {};
  const price = prices[country];
  if (price === undefined) return undefined;
  const registration = country === 'US' ? fees.registration.US : fees.registration.other;
  return { text: price.text / 1e6, minute: price.minute / 1e6, number: fees.number, registration };
}

function printCosts({ print }: Context, lines: CostLine[], total: number, once: number): void {
  for (const { what, count, price, amount } of lines)
    print(
      `${what.padEnd(38)} ${String(count).padStart(6)} × ${price.toFixed(4)} ${amount.toFixed(2).padStart(9)}`,
    );
  print(`${'a month'.padEnd(54)} ${total.toFixed(2).padStart(9)}`);
  if (once > 0) print(`${'once, for the A2P registration'.padEnd(54)} ${once.toFixed(2).padStart(9)}`);
  print('\nAn estimate: prices change, and countries differ. docs/spending.md explains each line.');
}
