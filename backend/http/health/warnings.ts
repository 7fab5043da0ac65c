import type { SetupWarning } from '../../../contract/health.ts';
import { sharesOf, visitorCaps } from '../../domain/budget/caps.ts';
import { zeroAmounts } from '../../domain/budget/charge.ts';
import { hasOptedOut } from '../../usecases/opt-outs.ts';
import type { Uses } from '../deps.ts';
import type { SetupCheck } from '../server/setup-check.ts';

export type WarningDeps = Uses<'store' | 'clock' | 'sites' | 'secrets' | 'spending', 'siteId'> & {
  setup: SetupCheck;
};

/** Returns what the operator should fix now. */
export async function findWarnings(deps: WarningDeps): Promise<SetupWarning[]> {
  const found = await Promise.all([optOutWarning(deps), spendingWarning(deps)]);
  return [...deps.setup.warnings(), ...found.flat()];
}

/** After a STOP in the name of the business, forged or not, its notices take the next channel. */
async function optOutWarning(deps: WarningDeps): Promise<SetupWarning[]> {
  const { site } = deps.sites.get(deps.settings.siteId);
  return (await hasOptedOut(deps, site.notifyNumber)) ? ['business-opted-out'] : [];
}

/** Only the cap that is used most: it is the one that closes the page to visitors. */
async function spendingWarning({ sites, spending, clock, settings }: WarningDeps): Promise<SetupWarning[]> {
  const { site, rules } = sites.get(settings.siteId);
  const usage = await spending.usage(site.id, clock.now());
  const shares = sharesOf(usage, zeroAmounts, visitorCaps(rules.spending, site.notifyNumber));
  const highest = Math.max(...Object.values(shares));
  if (highest >= 1) return ['spending-cap-reached'];
  if (highest >= 0.8) return ['spending-cap-80-percent-used'];
  return highest >= 0.5 ? ['spending-cap-half-used'] : [];
}
