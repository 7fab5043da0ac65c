import type { BusinessHours } from './business-hours.ts';

/** Everything that belongs to one business. Every row names its site; configuration describes one, `default`. */
export type Site = {
  id: string;
  /** As it is spoken and written to visitors. */
  businessName: string;
  /** What is dialled: E.164 or `sip:` address. */
  businessNumber: string;
  /** Where missed-call texts go; E.164. */
  notifyNumber: string;
  notifyEmail: string | undefined;
  notifyWebhook: string | undefined;
  /** The number that both legs see; E.164. */
  callerNumber: string;
  /** `BUSINESS_LINES`: how many calls to the business may run at once. */
  lines: number;
  /** IANA zone in which the business reads its clock. */
  zone: string;
  /** Undefined: always open. */
  hours: BusinessHours | undefined;
  /** ISO 3166 regions whose numbers may be called; the first is assumed where no country code is typed. */
  countries: readonly [string, ...string[]];
  /** Beginnings of E.164 numbers that are not served. */
  blockedNumbers: readonly string[];
  recordCalls: boolean;
  /** `MAX_CALL_MINUTES`, in seconds. */
  maxCallSeconds: number;
  /** Whether only visitors who have signed in may ask for a call. */
  requireSignIn: boolean;
  /** Exact origins whose pages may use the API. */
  origins: readonly string[];
};
