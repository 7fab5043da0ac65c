import { allowedAt, longestWindowMs, type RateLimit } from '../../../domain/rate-limit.ts';

/** With more clients, those whose last request is oldest are forgotten. */
const maxClients = 10_000;

export type RateLimiter = {
  /** Returns when the client may send a request; `at` itself when that is now. Counts nothing. */
  allowedAt(client: string, at: number): number;
  /** Like `allowedAt`, and counts the request when it is admitted. */
  admit(client: string, at: number): number;
};

/** Limits each client's requests, counted in memory. Refused requests are not counted. */
export function createRateLimiter(limits: readonly RateLimit[]): RateLimiter {
  const clients = new Map<string, number[]>();
  const earlier = (client: string, at: number) =>
    (clients.get(client) ?? []).filter((time) => time > at - longestWindowMs(limits));

  return {
    allowedAt: (client, at) => allowedAt(limits, earlier(client, at), at),
    admit(client, at) {
      const times = earlier(client, at);
      const when = allowedAt(limits, times, at);
      clients.delete(client);
      clients.set(client, when > at ? times : [at, ...times]);
      if (clients.size > maxClients) clients.delete(clients.keys().next().value ?? '');
      return when;
    },
  };
}
