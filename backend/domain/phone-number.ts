/** Masks a phone number for the log: enough digits stay to tell two numbers apart, too few to call one. */
export function maskPhone(number: string): string {
  const [head, tail] = shown(number.length);
  return `${number.slice(0, head)}•••${number.slice(number.length - tail)}`;
}

/** How many characters stay at the beginning and at the end. At least three digits are hidden. */
function shown(length: number): [number, number] {
  if (length >= 12) return [5, 4];
  return length >= 8 ? [3, 2] : [0, 0];
}

// In a query, a plus sign is %2B. The shortest E.164 number has seven digits, country code included.
const written = /(\+|%2B)\d{7,15}/gi;

/** Masks every E.164 number within a string. */
export function maskPhones(text: string): string {
  return text.replace(written, (number, plus: string) => maskPhone(`+${number.slice(plus.length)}`));
}

/**
 * The number without its last two digits: the block of a hundred numbers that it belongs to. Attackers who earn from
 * SMS rent such blocks.
 */
export function numberBlock(e164: string): string {
  return e164.slice(0, -2);
}

/** The beginning of a number that names its country and area, such as +1201 or +4474. */
export function numberArea(e164: string): string {
  return e164.slice(0, 5);
}

/** How one country once wrote, or other networks still write, a number that has one canonical spelling. */
type Spelling = {
  /** E.164 in another spelling. */
  other: RegExp;
  canonical: string;
  /** The canonical spelling, and each former E.164 spelling of it. */
  now: RegExp;
  former: readonly string[];
};

/** Argentine area codes of three digits. Buenos Aires has two (11), all others four. */
const argentineAreas =
  '2(?:2[0137]|3[067]|49|6[013-6]|8[07]|9[1479])|3(?:36|4[1-358]|5[138]|62|7[069]|8[013578])';

/**
 * Countries whose numbers reach us in several spellings. WhatsApp keeps the spelling of the day of registration, so
 * an old one arrives long after the country changed it.
 */
const spellings: readonly Spelling[] = [
  // Mexico: 1 marked mobiles from abroad, 044 and 045 at home, 01 long distance; all ended in 2019.
  { other: /^\+52(?:0?1|04[45])(\d{10})$/, canonical: '+52$1', now: /^\+52(\d{10})$/, former: ['+521$1'] },
  // Brazil: mobiles got a ninth digit until 2016. Trunked radio (70, 77 to 79) kept eight.
  {
    other: /^\+550?([1-9]\d)([689]\d{7}|7[1-6]\d{6})$/,
    canonical: '+55$19$2',
    now: /^\+55([1-9]\d)9([6-9]\d{7})$/,
    former: ['+55$1$2'],
  },
  // Argentina: a mobile has 9 from abroad, and 15 after its area code at home. A text is sent, so a mobile is meant.
  {
    other: new RegExp(
      `^\\+540?9?0?(11(?=15\\d{8}$)|(?:${argentineAreas})(?=15\\d{7}$)|\\d{4}(?=15\\d{6}$))15(\\d+)$`,
    ),
    canonical: '+549$1$2',
    now: /^\+549(\d{10})$/,
    former: ['+54$1'],
  },
  { other: /^\+540?9?0?([1-3]\d{9})$/, canonical: '+549$1', now: /^$/, former: [] },
  // Ivory Coast: 10 digits since 2021. The operator's two digits follow from the old second digit.
  {
    other: /^\+225([04-9][0-3]\d{6})$/,
    canonical: '+22501$1',
    now: /^\+225(?:01|05|07)(\d{8})$/,
    former: ['+225$1'],
  },
  { other: /^\+225([04-9][4-6]\d{6})$/, canonical: '+22505$1', now: /^$/, former: [] },
  { other: /^\+225([04-9][7-9]\d{6})$/, canonical: '+22507$1', now: /^$/, former: [] },
  // Benin: 01 before every number since 2024.
  { other: /^\+229([2-9]\d{7})$/, canonical: '+22901$1', now: /^\+22901(\d{8})$/, former: ['+229$1'] },
  // Gabon: one more digit since 2019. Plans still list both spellings as valid.
  {
    other: /^\+2410?([256]\d{6})$/,
    canonical: '+2416$1',
    now: /^\+2416([256]\d{6})$/,
    former: ['+2410$1', '+241$1'],
  },
  {
    other: /^\+2410?([47]\d{6})$/,
    canonical: '+2417$1',
    now: /^\+2417([47]\d{6})$/,
    former: ['+2410$1', '+241$1'],
  },
  // Chile: 09 was dialled before mobiles at home.
  { other: /^\+560(9\d{8})$/, canonical: '+56$1', now: /^$/, former: [] },
];

/**
 * Returns the one spelling of an E.164 number under which the platform knows a phone. Everything that comes in passes
 * here before it is compared, stored or hashed. Any other string is returned unchanged.
 */
export function canonicalNumber(e164: string): string {
  const found = spellings.find(({ other }) => other.test(e164));
  return found === undefined ? e164 : e164.replace(found.other, found.canonical);
}

/** Returns the canonical spelling, then the former ones: for stored hashes, and for lists that people wrote. */
export function spellingsOf(e164: string): string[] {
  const canonical = canonicalNumber(e164);
  const formers = spellings.flatMap(({ now, former }) =>
    now.test(canonical) ? former.map((written) => canonical.replace(now, written)) : [],
  );
  return [canonical, ...formers];
}

/** Whether both numbers are the same phone, in any spelling. */
export function isSamePhone(left: string, right: string): boolean {
  return canonicalNumber(left) === canonicalNumber(right);
}

/**
 * Exchanges of rural carriers that live on high termination fees, with conference and chat lines behind them ("access
 * stimulation"). Source: the public dial-in numbers of such services, at carriers that the FCC's Access Arbitrage Order
 * is about (FCC 19-94, https://docs.fcc.gov/public/attachments/FCC-19-94A1.pdf). Whole area codes are not refused: most
 * of their numbers are ordinary phones. Prices change, so BLOCKED_NUMBERS takes more.
 */
const highCostExchanges = new Set([
  '218862',
  ...['605475', '605477', '605562'],
  '641715',
  ...['712432', '712451', '712770', '712775', '712832'],
]);

/**
 * Whether the receiver earns from a call to this number (E.164), although its numbering plan calls it ordinary. In
 * every area of +1, exchange 976 is pay-per-call and 555-1212 is directory assistance:
 * https://www.nationalnanpa.com/number_resource_info/555_numbers.html
 */
export function isPayPerCall(e164: string): boolean {
  const [, area = '', exchange = '', line = ''] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164) ?? [];
  if (area === '') return false;
  if (exchange === '976' || (exchange === '555' && line === '1212')) return true;
  return highCostExchanges.has(`${area}${exchange}`);
}
