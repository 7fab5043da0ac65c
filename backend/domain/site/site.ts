import type { Language } from '../../../languages/languages.ts';
import { isSamePhone, spellingsOf } from '../phone-number.ts';
import { type BusinessHours, sameEachDay } from './business-hours.ts';

/** One business's settings. Every database row names its site; the configuration describes one site, `default`. */
export type Site = {
  id: string;
  /** Spoken and written to visitors. */
  businessName: string;
  /** What the business reads and hears, and a visitor whose own language is unknown; undefined is English. */
  language?: Language | undefined;
  /** Colour of the page, such as #1d5fd1; undefined for the page's own. */
  brandColor?: string | undefined;
  /** Address of the logo; undefined for the page's own. */
  brandLogoUrl?: string | undefined;
  /** The number that is dialled: E.164 or a `sip:` address. */
  businessNumber: string;
  /** Keys that the carrier presses after the business's phone system answers. */
  businessExtension?: string | undefined;
  /** Where notices by SMS go; E.164. */
  notifyNumber: string;
  notifyEmail: string | undefined;
  notifyWebhook: string | undefined;
  /** The number that both legs see; E.164. */
  callerNumber: string;
  /** `BUSINESS_LINES`: how many calls to the business may run at once. */
  lines: number;
  /** IANA time zone of the business. */
  zone: string;
  /** `undefined`: always open. */
  hours: BusinessHours | undefined;
  /** ISO 3166 regions whose numbers may be called. The first is the default for numbers without a country code. */
  countries: readonly [string, ...string[]];
  /** Prefixes of E.164 numbers that are refused. */
  blockedNumbers: readonly string[];
  /** How a call to `callerNumber` is handled; undefined announces. */
  inbound?: 'forward' | 'announce' | undefined;
  /** Whether a call speaks the code where a text message cannot bring it; undefined is no. */
  callsWithCodes?: boolean | undefined;
  recordCalls: boolean;
  /** `MAX_CALL_MINUTES`, in seconds. */
  maxCallSeconds: number;
  /** Whether only visitors who have signed in may ask for a call. */
  requireSignIn: boolean;
  /** REQUIRE_SIGN_IN is unset: sign-in is not required in browsers that every provider refuses. */
  signInWaivable?: boolean;
  /** Exact origins of the pages that may use the API. */
  origins: readonly string[];
};

/** Whether the business has blocked a visitor's E.164 number. Each spelling counts: the list may hold any of them. */
export function isNumberBlocked({ blockedNumbers }: Pick<Site, 'blockedNumbers'>, e164: string): boolean {
  const spellings = spellingsOf(e164);
  return blockedNumbers.some(
    (prefix) => spellings.some((spelling) => spelling.startsWith(prefix)) || isSamePhone(prefix, e164),
  );
}

/** Returns the site as it is while an operator has closed it: without hours of its own it opens at `until`. */
export function withClosure(
  site: Site,
  closure: { until: number; reason: string | undefined } | undefined,
): Site {
  if (closure === undefined) return site;
  const hours = site.hours ?? sameEachDay({ start: 0, end: 0, zone: site.zone, weekdaysOnly: false });
  return { ...site, hours: { ...hours, closure } };
}
