import { sameEachDay } from './business-hours.ts';
import type { Site } from './site.ts';

/** Returns the site as it is while an operator has closed it: without hours of its own it opens at `until`. */
export function withClosure(
  site: Site,
  closure: { until: number; reason: string | undefined } | undefined,
): Site {
  if (closure === undefined) return site;
  const hours = site.hours ?? sameEachDay({ start: 0, end: 0, zone: site.zone, weekdaysOnly: false });
  return { ...site, hours: { ...hours, closure } };
}
