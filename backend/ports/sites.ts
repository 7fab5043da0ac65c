import type { Site } from '../domain/site/site.ts';
import type { SiteRules } from '../domain/site/site-rules.ts';

/** The configured sites. */
export type Sites = {
  /** Throws `unknown-site` for an id that the configuration does not name. */
  get(siteId: string): { site: Site; rules: SiteRules };
  /** Returns the site whose calling number received a call or message. */
  calledBy(callerNumber: string): Site | undefined;
};
