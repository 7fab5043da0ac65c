import { codeLength, fieldLimits } from '../../contract/callback-request.ts';
import type { SiteInfo } from '../../contract/site.ts';
import { nextOpening } from '../domain/site/business-hours.ts';
import type { Site } from '../domain/site/site.ts';
import { textsEn } from '../domain/words/texts-en.ts';
import { writtenTime } from '../domain/words/written-time.ts';
import { isOpenAt } from '../usecases/request-callback.ts';
import type { HttpDeps } from './http-deps.ts';
import { isoTime } from './present-callback.ts';
import { signInOffers } from './sign-in-offers.ts';

/** What a page is told before its visitor asks for anything. */
export function presentSite(deps: HttpDeps): SiteInfo {
  const { settings, calendar, numbers } = deps;
  const { site } = deps.sites.get(settings.siteId);
  const at = deps.clock.now();
  const open = isOpenAt(site, calendar, at);
  const [country] = site.countries;
  return {
    business_name: site.businessName,
    business_number: numbers.format(site.callerNumber),
    open,
    next_opening: open ? null : presentOpening(deps, site, at),
    closed_message: open ? null : closedMessage(site.businessName),
    country,
    countries: [...site.countries],
    carrier: settings.carrier,
    simulator_url: settings.simulatorUrl ?? null,
    sign_in: { required: site.requireSignIn, providers: signInOffers(deps) },
    captcha: { kind: deps.captcha.kind, site_key: deps.captcha.siteKey ?? null },
    recorded: site.recordCalls,
    limits: {
      name_length: fieldLimits.name,
      phone_length: fieldLimits.phone,
      subject_length: fieldLimits.subject,
      page_length: fieldLimits.page,
      code_length: codeLength,
    },
  };
}

function presentOpening(deps: HttpDeps, site: Site, at: number): SiteInfo['next_opening'] {
  const opening = site.hours === undefined ? undefined : nextOpening(site.hours, deps.calendar, at);
  if (site.hours === undefined || opening === undefined) return null;
  const { zone } = site.hours;
  return {
    at: isoTime(opening),
    local: writtenTime({ zone, ...deps.calendar.local(zone, opening) }, textsEn),
    time_zone: zone,
  };
}

function closedMessage(business: string): string {
  return (
    `${business} is closed at the moment. Confirm your number all the same: ` +
    'instead of a call now, they are texted your name and number and can call you back.'
  );
}
