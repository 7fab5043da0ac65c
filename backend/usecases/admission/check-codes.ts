import type { SpendingRules } from '../../domain/budget/spending-rules.ts';
import { codePolicy } from '../../domain/callback/code.ts';
import { numberBlock } from '../../domain/phone-number.ts';
import { allowedAt, longestWindowMs, type RateLimit } from '../../domain/rate-limit.ts';
import type { Guard } from '../../ports/store/change.ts';
import type { Store } from '../../ports/store/store.ts';

export type TooManyCodes = { ok: false; reason: 'too-many-codes'; retryAt: number };

/** Counts the codes that went to a number and to its neighbours; writes nothing. */
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

/** The same again, inside the commit. */
export function codeGuards(phone: string, { blockLimits }: SpendingRules, at: number): Guard[] {
  const block = numberBlock(phone);
  const counted = ({ window, max }: RateLimit) => ({ since: at - window + 1, max });
  return [
    ...codePolicy.sendLimits.map((limit): Guard => ({ kind: 'codes-below', phone, ...counted(limit) })),
    ...blockLimits.map((limit): Guard => ({ kind: 'block-below', block, ...counted(limit) })),
  ];
}
