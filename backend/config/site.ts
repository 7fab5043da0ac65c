import { type BusinessHours, sameEachDay } from '../domain/site/business-hours.ts';
import { closeOnHolidays } from '../domain/site/hours-rule.ts';
import type { Site } from '../domain/site/site.ts';
import { simulatorAccount } from './carrier.ts';
import { requiresSignIn } from './sign-in.ts';
import { isLoopback } from './values/url-types.ts';
import type { Values } from './variables.ts';

/** Returns the site that the environment describes. */
export function buildSite(values: Values, frontendUrl: string): Site {
  const businessNumber = values.BUSINESS_NUMBER?.address ?? simulatorAccount.businessNumber;
  return {
    id: 'default',
    businessName: values.BUSINESS_NAME ?? defaultBusinessName(frontendUrl),
    language: values.SITE_LANGUAGE,
    brandColor: values.BRAND_COLOR,
    brandLogoUrl: values.BRAND_LOGO_URL,
    businessNumber,
    businessExtension: values.BUSINESS_NUMBER?.extension,
    notifyNumber: values.NOTIFY_NUMBER?.address ?? businessNumber,
    notifyEmail: values.NOTIFY_EMAIL,
    notifyWebhook: values.NOTIFY_WEBHOOK_URL,
    callerNumber: values.TWILIO_NUMBER?.address ?? simulatorAccount.callerNumber,
    lines: values.BUSINESS_LINES,
    zone: values.BUSINESS_TIMEZONE ?? 'UTC',
    hours: buildHours(values),
    countries: allowedCountries(values),
    blockedNumbers: values.BLOCKED_NUMBERS,
    inbound: values.INBOUND,
    callsWithCodes: values.CODE_CALLS,
    recordCalls: values.RECORD_CALLS,
    maxCallSeconds: values.MAX_CALL_MINUTES * 60,
    requireSignIn: requiresSignIn(values),
    signInWaivable: values.REQUIRE_SIGN_IN === undefined,
    origins: [
      ...new Set([...(values.ALLOWED_ORIGINS ?? defaultOrigins(frontendUrl)), ...localOrigins(values)]),
    ],
  };
}

function defaultBusinessName(frontendUrl: string): string {
  const url = new URL(frontendUrl);
  return isLoopback(url) ? simulatorAccount.businessName : url.hostname;
}

/** Without hours a business is open all day; `undefined` means always, on every day. */
function buildHours(values: Values): BusinessHours | undefined {
  const { BUSINESS_HOURS_START: start, BUSINESS_HOURS_END: end, BUSINESS_TIMEZONE: zone } = values;
  const { BUSINESS_WEEKDAYS_ONLY: weekdaysOnly, HOLIDAYS: holidays, CLOSED_DATES: closedDates = [] } = values;
  const isAlwaysOpen = values.BUSINESS_HOURS === undefined && start === undefined && !weekdaysOnly;
  if (zone === undefined || (isAlwaysOpen && holidays === undefined && closedDates.length === 0))
    return undefined;
  const { rules: dailyRules } = sameEachDay({ start: start ?? 0, end: end ?? 0, zone, weekdaysOnly });
  const rules = values.BUSINESS_HOURS ?? dailyRules;
  return { zone, rules: holidays === undefined ? rules : closeOnHolidays(rules), holidays, closedDates };
}

/** Returns the countries whose numbers may be called; by default the business's own. */
function allowedCountries(values: Values): Site['countries'] {
  const [first, ...rest] = values.ALLOWED_COUNTRIES ?? [];
  const own = values.BUSINESS_NUMBER?.country ?? values.TWILIO_NUMBER?.country ?? simulatorAccount.country;
  return first === undefined ? [own] : [first, ...rest];
}

/** Visitors on this machine open the page as localhost or as 127.0.0.1. */
function defaultOrigins(frontendUrl: string): string[] {
  const url = new URL(frontendUrl);
  if (!isLoopback(url)) return [url.origin];
  const port = url.port === '' ? '' : `:${url.port}`;
  return [...new Set([url.origin, `${url.protocol}//127.0.0.1${port}`, `${url.protocol}//localhost${port}`])];
}

/** A deployer tries the page on the server's own port before the public address works. */
function localOrigins({ NODE_ENV: environment, PORT: port }: Values): string[] {
  return environment === 'production' ? [] : [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
}
