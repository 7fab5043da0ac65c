import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { brandColors } from '../../../contract/brand.ts';
import { codeLength, fieldLimits } from '../../../contract/callback-request.ts';
import { captchaPuzzle } from '../../../contract/captcha.ts';
import { type SiteInfo, site } from '../../../contract/site.ts';
import { wordsIn } from '../../../languages/catalogue.ts';
import { fill } from '../../../languages/fill.ts';
import type { Language } from '../../../languages/languages.ts';
import { oneLine } from '../../domain/messages/one-line.ts';
import { businessLanguage } from '../../domain/messages/translate.ts';
import { nextOpening } from '../../domain/site/business-hours.ts';
import type { Site } from '../../domain/site/site.ts';
import { isSignInRequired } from '../../usecases/request/admission.ts';
import { isSiteOpen } from '../../usecases/request/request-callback.ts';
import { expectedWaitForNew } from '../../usecases/request/view-callback.ts';
import { requestLanguage } from '../client/request-language.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { canSignIn, signInMethods } from '../sign-in/session.ts';
import { isoTime } from '../wire-times.ts';

type SiteDeps = Uses<
  'sites' | 'store' | 'calendar' | 'clock' | 'numbers' | 'captcha' | 'providers',
  'siteId' | 'carrier' | 'simulatorUrl' | 'whatsappNumber'
>;

/** `GET /api/v1/site` */
export function siteRoutes(deps: SiteDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get(
      '/site',
      {
        schema: {
          tags: ['visitor'],
          summary: 'What a page needs before its visitor requests a callback',
          response: { 200: site },
        },
      },
      (request, reply) => {
        const { site } = deps.sites.get(deps.settings.siteId);
        const language = requestLanguage(request, site);
        reply.header('content-language', language).header('vary', 'Origin, Accept-Language');
        return presentSite(deps, { canSignIn: canSignIn(deps, request), language });
      },
    );
    done();
  };
}

async function presentSite(
  deps: SiteDeps,
  { canSignIn, language }: { canSignIn: boolean; language: Language },
): Promise<SiteInfo> {
  const { settings, calendar, numbers } = deps;
  const { site } = deps.sites.get(settings.siteId);
  const at = deps.clock.now();
  const open = isSiteOpen(site, calendar, at);
  const [country] = site.countries;
  const { prefix, national } = numbers.example(country);
  const waitMs = open ? await expectedWaitForNew(deps, site, at) : undefined;
  return {
    business_name: site.businessName,
    language: businessLanguage(site),
    brand: {
      colors: site.brandColor === undefined ? null : brandColors(site.brandColor),
      logo_url: site.brandLogoUrl ?? null,
    },
    business_number: numbers.format(site.callerNumber),
    open,
    next_opening: open ? null : presentOpening(deps, site, at, language),
    closed_message: open ? null : closedMessage(site, at, language),
    expected_wait_seconds: waitMs === undefined ? null : Math.round(waitMs / 1000),
    phone: { prefix, example: national },
    country,
    countries: [...site.countries],
    carrier: settings.carrier,
    simulator_url: settings.simulatorUrl ?? null,
    sign_in: { required: isSignInRequired(site, canSignIn), providers: signInMethods(deps) },
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

function presentOpening(
  deps: SiteDeps,
  site: Site,
  at: number,
  language: Language,
): SiteInfo['next_opening'] {
  const opening = site.hours === undefined ? undefined : nextOpening(site.hours, deps.calendar, at);
  if (site.hours === undefined || opening === undefined) return null;
  const { zone } = site.hours;
  return {
    at: isoTime(opening),
    local: deps.calendar.write(zone, opening, language),
    time_zone: zone,
  };
}

function closedMessage({ businessName: business, hours }: Site, at: number, language: Language): string {
  const { closed, closedBecause } = wordsIn(language).status;
  const { reason, until } = hours?.closure ?? { reason: undefined, until: 0 };
  const isGiven = reason !== undefined && until > at;
  return isGiven ? fill(closedBecause, { business, reason: oneLine(reason) }) : fill(closed, { business });
}

const captchaSchema = {
  tags: ['visitor'],
  summary: 'A new ALTCHA puzzle; its solution admits one callback within ten minutes',
  response: { 200: captchaPuzzle, ...problemResponses('not-found') },
};

/** `GET /api/v1/captcha`: a puzzle for the page, when the captcha of this server is ALTCHA. */
export function captchaRoute({ captcha }: Uses<'captcha'>): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get('/captcha', { schema: captchaSchema }, async (_request, reply) => {
      const puzzle = await captcha.puzzle();
      return puzzle === undefined ? sendProblem(reply, 'not-found') : puzzle;
    });
    done();
  };
}
