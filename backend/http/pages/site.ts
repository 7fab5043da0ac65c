import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { codeLength, fieldLimits } from '../../../contract/callback-request.ts';
import { captchaPuzzle } from '../../../contract/captcha.ts';
import { type SiteInfo, site } from '../../../contract/site.ts';
import { textsEn } from '../../domain/messages/english.ts';
import { writtenTime } from '../../domain/messages/missed-call-body.ts';
import { nextOpening } from '../../domain/site/business-hours.ts';
import type { Site } from '../../domain/site/site.ts';
import { isOpenAt } from '../../usecases/request-callback.ts';
import type { HttpDeps } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { signInMethods } from '../sign-in/session.ts';
import { isoTime } from '../wire-times.ts';

export function siteRoutes(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get(
      '/site',
      {
        schema: {
          tags: ['visitor'],
          summary: 'What a page must know before its visitor asks for a call',
          response: { 200: site },
        },
      },
      () => presentSite(deps),
    );
    done();
  };
}

/** What a page is told before its visitor asks for anything. */
function presentSite(deps: HttpDeps): SiteInfo {
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
    sign_in: { required: site.requireSignIn, providers: signInMethods(deps) },
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

const captchaSchema = {
  tags: ['visitor'],
  summary: 'A fresh ALTCHA puzzle; its solution lets in one request within ten minutes',
  response: { 200: captchaPuzzle, ...problemResponses('not-found') },
};

/** Puzzles for pages to solve, where this server makes any. */
export function captchaRoute({ captcha }: Pick<HttpDeps, 'captcha'>): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get('/captcha', { schema: captchaSchema }, async (_request, reply) => {
      const puzzle = await captcha.puzzle();
      return puzzle === undefined ? sendProblem(reply, 'not-found') : puzzle;
    });
    done();
  };
}
