import { defaultAttemptRules } from '../../../backend/domain/attempt/rules.ts';
import type { SpendingRules } from '../../../backend/domain/budget/spending-rules.ts';
import type { Site } from '../../../backend/domain/site/site.ts';
import type { SiteRules } from '../../../backend/domain/site/site-rules.ts';
import type { Sites } from '../../../backend/ports/sites.ts';

const minute = 60_000;

export type SampleSite = { site: Site; rules: SiteRules };

const plenty = 1_000_000_000;

/** Practically no caps, with prices that can be told apart in a sum. */
const sampleSpending: SpendingRules = {
  caps: { textsPerHour: plenty, callsPerDay: plenty, minutesPerDay: plenty, moneyPerDay: plenty * 1_000_000 },
  rateFor: () => ({ text: 12_000, minute: 14_000 }),
  codeSegments: 1,
  blockLimits: [{ windowMs: 60 * minute, max: plenty }],
};

/** A business with one line that is always open. */
export function sampleSite(
  differing: {
    site?: Partial<Site>;
    attempt?: Partial<SiteRules['attempt']>;
    callback?: Partial<SiteRules['callback']>;
    spending?: Partial<SiteRules['spending']>;
  } = {},
): SampleSite {
  return {
    site: {
      id: 'default',
      businessName: 'Riverside Bakery',
      businessNumber: '+12015550123',
      notifyNumber: '+12015550124',
      notifyEmail: 'owner@bakery.example',
      notifyWebhook: undefined,
      callerNumber: '+12015550100',
      lines: 1,
      zone: 'America/New_York',
      hours: undefined,
      countries: ['US'],
      blockedNumbers: [],
      recordCalls: false,
      maxCallSeconds: 1_800,
      requireSignIn: false,
      origins: [],
      ...differing.site,
    },
    rules: {
      attempt: { ...defaultAttemptRules, ...differing.attempt },
      callback: {
        maxUnverifiedMs: 30 * minute,
        maxWaitMs: 10 * minute,
        lastResortMs: 65 * minute,
        noticeChannels: ['sms', 'email'],
        noticesAtOnce: 1,
        ...differing.callback,
      },
      spending: { ...sampleSpending, ...differing.spending },
    },
  };
}

export function sampleSites(all: readonly SampleSite[]): Sites {
  return {
    get(siteId) {
      const found = all.find(({ site }) => site.id === siteId);
      if (found !== undefined) return found;
      throw Object.assign(new Error(`No sample site is called ${siteId}.`), { code: 'unknown-site' });
    },
    calledBy: (callerNumber) => all.find(({ site }) => site.callerNumber === callerNumber)?.site,
  };
}
