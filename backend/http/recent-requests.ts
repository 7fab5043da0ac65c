import { allowedAt, longestWindow, type SlidingLimit } from '../domain/sliding-window.ts';

/** More clients than this at once, and those that came longest ago are forgotten first. */
const mostClients = 10_000;

/** Counts in memory what each client sent lately; what is turned away does not count. */
export function createRecentRequests(limits: readonly SlidingLimit[]) {
  const clients = new Map<string, number[]>();
  return {
    /** When this request is allowed; `at` lets it in, and counts it. */
    allowedAt(client: string, at: number): number {
      const since = at - longestWindow(limits);
      const earlier = (clients.get(client) ?? []).filter((time) => time > since);
      const when = allowedAt(limits, earlier, at);
      clients.delete(client);
      clients.set(client, when > at ? earlier : [at, ...earlier]);
      if (clients.size > mostClients) clients.delete(clients.keys().next().value ?? '');
      return when;
    },
  };
}
