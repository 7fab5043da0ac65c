import { defaultAttemptRules, ringSlackMs } from '../domain/attempt/rules.ts';
import { isSamePhone } from '../domain/phone-number.ts';
import type { SiteRules } from '../domain/site/site-rules.ts';
import type { Sites } from '../ports/sites.ts';
import type { Config } from './config.ts';
import { spendingRules } from './spending.ts';

const maxUnverifiedMs = 30 * 60_000;

/** Creates the sites port with the one site of the configuration. Throws `unknown-site` for any other id. */
export function createSites(config: Config): Sites {
  const { site } = config;
  const entry = { site, rules: buildRules(config) };
  return {
    get(siteId) {
      if (siteId === site.id) return entry;
      throw Object.assign(new Error(`Unknown site: ${siteId}.`), {
        code: 'unknown-site',
      });
    },
    calledBy: (callerNumber) => (isSamePhone(callerNumber, site.callerNumber) ? site : undefined),
  };
}

function buildRules(config: Config): SiteRules {
  const defaults = defaultAttemptRules;
  const longestCallMs =
    defaults.maxQueuedMs +
    (defaults.ringSeconds + defaults.visitorRingSeconds + config.site.maxCallSeconds) * 1000 +
    2 * ringSlackMs +
    defaults.screeningMs;
  const attempt = {
    ...defaults,
    screened: config.screening,
    visitorScreened: config.visitorScreening,
    minTalkSeconds: config.minTalkSeconds,
    longestCallMs,
  };
  return {
    spending: spendingRules(config.spending, config.site, config.pageHost),
    attempt,
    callback: {
      maxUnverifiedMs,
      maxWaitMs: config.maxWaitMs,
      lastResortMs: config.maxWaitMs + attempt.noSidWindowMs * attempt.maxIntents + longestCallMs,
      noticeChannels: config.notices.channels,
      noticesAtOnce: config.notices.atOnce,
      nudge: config.notices.nudge,
      textsMissedVisitor: config.notices.textsMissedVisitor,
    },
  };
}
