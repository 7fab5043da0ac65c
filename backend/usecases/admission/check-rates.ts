import {
  allowedAt,
  clientLimits,
  identityLimits,
  longestWindowMs,
  type RateLimit,
} from '../../domain/rate-limit.ts';
import type { Guard } from '../../ports/store/change.ts';
import type { Store } from '../../ports/store/store.ts';

/** Fingerprints of the client and of whoever has signed in. */
export type Asking = { client: string; identity?: string | undefined };

export type TooManyRequests = { ok: false; reason: 'too-many-requests'; retryAt: number };

/** Counts what the client has asked for; writes nothing. */
export async function checkClient(
  { store }: { store: Store },
  client: string,
  at: number,
): Promise<TooManyRequests | undefined> {
  return tooMany(clientLimits, await store.createdBy(client, at - longestWindowMs(clientLimits)), at);
}

/** Counts what the person has asked for who has signed in; writes nothing. */
export async function checkIdentity(
  { store }: { store: Store },
  identity: string | undefined,
  at: number,
): Promise<TooManyRequests | undefined> {
  if (identity === undefined) return undefined;
  return tooMany(
    identityLimits,
    await store.createdByIdentity(identity, at - longestWindowMs(identityLimits)),
    at,
  );
}

function tooMany(
  limits: readonly RateLimit[],
  earlier: readonly number[],
  at: number,
): TooManyRequests | undefined {
  const retryAt = allowedAt(limits, earlier, at);
  return retryAt > at ? { ok: false, reason: 'too-many-requests', retryAt } : undefined;
}

/** The same again, inside the commit. */
export function rateGuards({ client, identity }: Asking, at: number): Guard[] {
  const counted = ({ window, max }: RateLimit) => ({ since: at - window + 1, max });
  return [
    ...clientLimits.map((limit): Guard => ({ kind: 'client-below', client, ...counted(limit) })),
    ...(identity === undefined
      ? []
      : identityLimits.map((limit): Guard => ({ kind: 'identity-below', identity, ...counted(limit) }))),
  ];
}
