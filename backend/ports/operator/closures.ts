/** An operator closed the business until `until`; opening hours do not count until then. */
export type Closure = { until: number; reason: string | undefined };

/** The switch that closes a site, shared by all processes. Faults are thrown with code `store-unavailable`. */
export type Closures = {
  read(siteId: string): Promise<Closure | undefined>;
  /** Saves the closure, or removes it, with its row in the audit log. */
  write(siteId: string, closure: Closure | undefined, by: { actor: string; at: number }): Promise<void>;
};
