import type { SpendingRules } from '../../domain/budget/spending-rules.ts';
import { codePolicy } from '../../domain/callback/code.ts';
import { numberBlock } from '../../domain/phone-number.ts';
import {
  allowedAt,
  clientLimits,
  identityLimits,
  longestWindowMs,
  type RateLimit,
} from '../../domain/rate-limit.ts';
import type { Guard } from '../../ports/store/change.ts';
import type { Store } from '../../ports/store/store.ts';

/** Fingerprints of the client and of the signed-in visitor. */
export type Requester = { client: string; identity?: string | undefined };

export type TooManyRequests = { ok: false; reason: 'too-many-requests'; retryAt: number };

/** Checks how many callbacks the client created; writes nothing. */
export async function checkClient(
  { store }: { store: Store },
  client: string,
  at: number,
): Promise<TooManyRequests | undefined> {
  return tooMany(clientLimits, await store.createdBy(client, at - longestWindowMs(clientLimits)), at);
}

/** Checks how many callbacks the signed-in visitor created; writes nothing. */
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

/** Returns the guards that repeat both checks inside the commit. */
export function rateGuards({ client, identity }: Requester, at: number): Guard[] {
  const counted = ({ windowMs, max }: RateLimit) => ({ since: at - windowMs + 1, max });
  return [
    ...clientLimits.map((limit): Guard => ({ kind: 'client-below', client, ...counted(limit) })),
    ...(identity === undefined
      ? []
      : identityLimits.map((limit): Guard => ({ kind: 'identity-below', identity, ...counted(limit) }))),
  ];
}

export type TooManyCodes = { ok: false; reason: 'too-many-codes'; retryAt: number };

/** Checks how many codes were sent to a number and to its block; writes nothing. */
export async function checkCodes(
  { store }: { store: Store },
  phone: string,
  { blockLimits }: SpendingRules,
  at: number,
): Promise<TooManyCodes | undefined> {
  const { sendLimits } = codePolicy;
  const sent = await store.codesSent(phone, at - longestWindowMs(sendLimits));
  const around = await store.codesSentToBlock(numberBlock(phone), at - longestWindowMs(blockLimits));
  const retryAt = Math.max(allowedAt(sendLimits, sent, at), allowedAt(blockLimits, around, at));
  return retryAt > at ? { ok: false, reason: 'too-many-codes', retryAt } : undefined;
}

/** Returns the guards that repeat `checkCodes` inside the commit. */
export function codeGuards(phone: string, { blockLimits }: SpendingRules, at: number): Guard[] {
  const block = numberBlock(phone);
  const counted = ({ windowMs, max }: RateLimit) => ({ since: at - windowMs + 1, max });
  return [
    ...codePolicy.sendLimits.map((limit): Guard => ({ kind: 'codes-below', phone, ...counted(limit) })),
    ...blockLimits.map((limit): Guard => ({ kind: 'block-below', block, ...counted(limit) })),
  ];
}
