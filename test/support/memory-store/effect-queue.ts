import type { Callback } from '../../../backend/domain/callback/state.ts';
import { type ArmedEffect, effectKey } from '../../../backend/domain/effect.ts';
import type { ClaimedEffect, EffectQueue } from '../../../backend/ports/store/effect-queue.ts';
import type { Journal } from './journal.ts';
import { type EffectEntry, effectRowKey, type Tables } from './tables.ts';

type Claim = Parameters<EffectQueue['claim']>[0];

export function createEffectQueue(tables: Tables): EffectQueue {
  return {
    claim: async (claim) => claimDue(tables, claim),
    async reschedule(claimed, dueAt, tries = claimed.tries) {
      const entry = entryOf(tables, claimed);
      if (entry === undefined) return;
      put(tables, {
        ...entry,
        owner: undefined,
        leaseUntil: undefined,
        fence: entry.fence + 1,
        tries,
        woken: false,
        dueAt: entry.woken ? entry.dueAt : Math.trunc(dueAt),
      });
    },
    async acknowledge(claimed) {
      const entry = entryOf(tables, claimed);
      if (entry !== undefined) tables.effects.delete(effectRowKey(entry.callbackId, entry.key));
    },
    async nextDue(kinds) {
      let next: number | undefined;
      for (const { effect, leaseUntil, dueAt } of tables.effects.values()) {
        const at = leaseUntil ?? dueAt;
        if ((next === undefined || at < next) && kinds.includes(effect.kind)) next = at;
      }
      return next;
    },
  };
}

function claimDue(tables: Tables, { kinds, owner, at, leaseMs, limit }: Claim): ClaimedEffect[] {
  const due: EffectEntry[] = [];
  for (const entry of tables.effects.values()) {
    const { effect, dueAt, leaseUntil } = entry;
    const isFree = leaseUntil === undefined || leaseUntil <= at;
    if (dueAt <= at && isFree && kinds.includes(effect.kind)) due.push(entry);
  }
  return due
    .sort(byUrgency)
    .slice(0, limit)
    .map((entry) => {
      const claimed = {
        ...entry,
        owner,
        leaseUntil: at + leaseMs,
        fence: entry.fence + 1,
        tries: entry.tries + 1,
        woken: false,
      };
      put(tables, claimed);
      return toClaimed(claimed);
    });
}

/** Earliest first, then the longest waiting. */
function byUrgency(left: EffectEntry, right: EffectEntry): number {
  return (
    left.dueAt - right.dueAt ||
    left.waitingSince - right.waitingSince ||
    compare(left.callbackId, right.callbackId)
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function put(tables: Tables, entry: EffectEntry): void {
  tables.effects.set(effectRowKey(entry.callbackId, entry.key), entry);
}

function toClaimed({
  armedVersion,
  callbackId,
  key,
  effect,
  tries,
  fence,
  dueAt,
}: EffectEntry): ClaimedEffect {
  return { id: `${armedVersion}/${callbackId}/${key}`, callbackId, effect, tries, fence, dueAt };
}

/** Returns the row of a claim that is still the latest. */
export function entryOf(tables: Tables, claimed: ClaimedEffect): EffectEntry | undefined {
  const entry = tables.effects.get(effectRowKey(claimed.callbackId, effectKey(claimed.effect)));
  const isLatest = entry?.fence === claimed.fence && entry.armedVersion === Number.parseInt(claimed.id, 10);
  return isLatest ? entry : undefined;
}

type Arming = Pick<Callback, 'callbackId' | 'version' | 'verifiedAt' | 'createdAt'>;

export function armEffect(tables: Tables, journal: Journal, armed: ArmedEffect, by: Arming): void {
  const key = effectKey(armed.effect);
  journal.set(tables.effects, effectRowKey(by.callbackId, key), {
    callbackId: by.callbackId,
    key,
    effect: armed.effect,
    armedVersion: by.version,
    dueAt: Math.trunc(armed.dueAt),
    waitingSince: by.verifiedAt ?? by.createdAt,
    owner: undefined,
    leaseUntil: undefined,
    fence: 0,
    tries: 0,
    woken: false,
  });
}
