/** Prices of a carrier in one country and currency. */
export type CarrierPrices = {
  /** One text message segment, with the networks' fee. */
  text: number;
  /** One started minute to a phone. */
  minute: number;
  number: { month: number };
  /** A2P registration, which texts to the USA need. */
  registration: { once: number; month: number };
};

export type Usage = {
  callbacks: number;
  /** Share of the callbacks that the business answers, from 0 to 1. */
  answered: number;
  /** How long both talk. */
  minutes: number;
  codeSegments: number;
  noticeSegments: number;
};

export type CostLine = { what: string; count: number; price: number; amount: number };

/** Time that the business's leg is connected before the visitor's phone is answered. */
const beforeTalkMinutes = 0.5;

/**
 * Returns what a month costs, line by line. Carriers charge each started minute of both legs; ringing costs nothing.
 * Every request is sent a code, also those that are never verified.
 */
export function monthlyCost(prices: CarrierPrices, usage: Usage): CostLine[] {
  const talked = Math.round(usage.callbacks * usage.answered);
  const missed = usage.callbacks - talked;
  const line = (what: string, count: number, price: number): CostLine => ({
    what,
    count,
    price,
    amount: Math.round(count * price * 1e6) / 1e6,
  });
  return [
    line('codes to visitors, message segments', usage.callbacks * usage.codeSegments, prices.text),
    line(
      'minutes of the business, started',
      talked * Math.ceil(usage.minutes + beforeTalkMinutes),
      prices.minute,
    ),
    line('minutes of the visitors, started', talked * Math.ceil(usage.minutes), prices.minute),
    line('missed-call messages, segments', missed * usage.noticeSegments, prices.text),
    line('phone number', 1, prices.number.month),
    line('A2P campaign', 1, prices.registration.month),
  ].filter(({ amount }) => amount > 0);
}
