import type { Site } from '../domain/site/site.ts';
import type { SiteRules } from '../domain/site/site-rules.ts';

/** The businesses served here. Throws `unknown-site` for an id that no configuration names any more. */
export type Sites = {
  get(siteId: string): { site: Site; rules: SiteRules };
  /** The business whose calling number somebody called or texted. */
  calledBy(callerNumber: string): Site | undefined;
};
