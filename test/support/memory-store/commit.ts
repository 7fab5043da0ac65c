import { storeFault } from '../../../backend/adapters/sql/store-fault.ts';
import { type Callback, hasEnded } from '../../../backend/domain/callback/state.ts';
import { effectKey } from '../../../backend/domain/effect.ts';
import type { Change, Committed, Conflict, Message } from '../../../backend/ports/store/change.ts';
import { writeCode } from './codes.ts';
import { armEffect, entryOf } from './effect-queue.ts';
import { brokenGuard } from './guards.ts';
import { createJournal, type Journal } from './journal.ts';
import { chargeCallback, releaseReserve } from './spending.ts';
import {
  attemptKey,
  effectRowKey,
  isLive,
  liveKey,
  type Tables,
  usedKey,
  writeAttempt,
  writeCallback,
  writeOrigin,
} from './tables.ts';

/** `armed`: the change armed an effect, or woke one. */
export type Applied = { committed: Committed; armed: boolean };

/** Applies a change whole or not at all. The order of the steps decides which conflict is reported. */
export function applyChange(tables: Tables, change: Change, at: number): Applied {
  const journal = createJournal();
  const { before, after } = change.callback;
  const callback =
    before === undefined
      ? { ...after, version: 1 }
      : { ...after, version: before.version + 1, updatedAt: at };
  const conflict = firstConflict(tables, journal, change, callback, at);
  if (conflict !== undefined) {
    journal.rollBack();
    return { committed: { ok: false, conflict }, armed: false };
  }
  const woke = change.freedLine !== undefined && wakeLongestWaiting(tables, journal, callback.siteId, at);
  return { committed: { ok: true, callback }, armed: woke || (change.arm ?? []).length > 0 };
}

function firstConflict(
  tables: Tables,
  journal: Journal,
  change: Change,
  callback: Callback,
  at: number,
): Conflict | undefined {
  return (
    saveCallback(tables, journal, change, callback) ??
    takeClaimed(tables, journal, change) ??
    (change.guards ?? []).map((guard) => brokenGuard(tables, guard, change)).find(Boolean) ??
    spend(tables, journal, change, { ...callback, at }) ??
    useSolution(tables, journal, change, at) ??
    saveAttempt(tables, journal, change) ??
    saveRest(tables, journal, change, callback, at)
  );
}

function saveCallback(
  tables: Tables,
  journal: Journal,
  { callback: { before }, origin }: Change,
  callback: Callback,
): Conflict | undefined {
  const { callbackId, siteId, visitor } = callback;
  const stored = tables.callbacks.get(callbackId);
  if (stored?.version !== before?.version) return 'stale';
  if (stored !== undefined) refuseNewLife(stored, callback);
  const live = tables.live.get(liveKey(siteId, visitor.phone));
  if (isLive(callback) && live !== undefined && live !== callbackId) return 'live-request';
  if (before === undefined && origin !== undefined) {
    if (isKeyUsed(tables, origin)) return 'idempotency-key-used';
    writeOrigin(tables, journal, callbackId, origin);
  }
  writeCallback(tables, journal, callback);
  return undefined;
}

/** What the trigger of an SQL store refuses. */
function refuseNewLife(stored: Callback, callback: Callback): void {
  const allowed = stored.status === 'failed' && callback.status === 'verified';
  if (!hasEnded(stored.status) || stored.status === callback.status || allowed) return;
  throw storeFault('change-refused', {
    message: 'A callback that has ended keeps its end.',
    advice: 'This is a defect in the platform: please report it.',
    cause: undefined,
  });
}

function isKeyUsed(tables: Tables, { client, idempotencyKey }: NonNullable<Change['origin']>): boolean {
  if (idempotencyKey === undefined) return false;
  return tables.usedKeys.has(usedKey(client, idempotencyKey));
}

function takeClaimed(tables: Tables, journal: Journal, { claimed }: Change): Conflict | undefined {
  if (claimed === undefined) return undefined;
  const entry = entryOf(tables, claimed);
  if (entry === undefined) return 'effect-lost';
  journal.delete(tables.effects, effectRowKey(entry.callbackId, entry.key));
  return undefined;
}

function spend(
  tables: Tables,
  journal: Journal,
  { release, charge }: Change,
  owner: { callbackId: string; siteId: string; at: number },
): Conflict | undefined {
  for (const each of release ?? []) releaseReserve(tables, journal, owner.callbackId, each);
  if (charge === undefined || chargeCallback(tables, journal, charge, owner)) return undefined;
  return 'budget-reached';
}

function useSolution(
  tables: Tables,
  journal: Journal,
  { captchaSolution }: Change,
  at: number,
): Conflict | undefined {
  if (captchaSolution === undefined) return undefined;
  for (const [challenge, expiresAt] of tables.challenges) {
    if (expiresAt <= at) journal.delete(tables.challenges, challenge);
  }
  if (tables.challenges.has(captchaSolution.challenge)) return 'challenge-used';
  journal.set(tables.challenges, captchaSolution.challenge, captchaSolution.expiresAt);
  return undefined;
}

function saveAttempt(tables: Tables, journal: Journal, { attempt }: Change): Conflict | undefined {
  if (attempt === undefined) return undefined;
  const { before, after } = attempt;
  const known = (tables.attempts.get(after.callbackId) ?? []).some(({ number }) => number === after.number);
  if (known !== (before !== undefined)) return 'stale';
  const { sid } = after.business;
  const owner = sid === undefined ? undefined : tables.boundSids.get(sid);
  if (owner !== undefined && owner !== attemptKey(after)) return 'sid-taken';
  writeAttempt(tables, journal, after);
  return undefined;
}

function saveRest(
  tables: Tables,
  journal: Journal,
  change: Change,
  callback: Callback,
  at: number,
): undefined {
  const { callbackId, version } = callback;
  writeCode(tables, journal, change, callback);
  for (const { before, after } of change.messages ?? []) {
    const stored = tables.messages.get(after.messageId);
    if (before === undefined) writeMessage(tables, journal, after, version);
    else if (stored?.message.status === before.status)
      journal.set(tables.messages, after.messageId, {
        ...stored,
        message: { ...after, toldBy: stored.message.toldBy },
      });
  }
  for (const effect of change.disarm ?? [])
    journal.delete(tables.effects, effectRowKey(callbackId, effectKey(effect)));
  for (const armed of change.arm ?? []) armEffect(tables, journal, armed, callback);
  for (const entry of change.audit) {
    journal.set(tables.audit, tables.audit.size + 1, { ...entry, callbackId, at });
  }
  return undefined;
}

function writeMessage(tables: Tables, journal: Journal, message: Message, armedVersion: number): void {
  const { messageId, callbackId, effectKey: key } = message;
  journal.set(tables.messages, messageId, { message, armedVersion });
  journal.add(tables.messagesOf, effectRowKey(callbackId, key), messageId);
}

/** Makes the call of the site's longest-waiting callback due now. */
function wakeLongestWaiting(tables: Tables, journal: Journal, siteId: string, at: number): boolean {
  const [longest] = [...tables.waiting.values()]
    .filter((callback) => callback.siteId === siteId)
    .sort(byWaiting);
  if (longest === undefined) return false;
  const key = effectRowKey(longest.callbackId, effectKey({ kind: 'place-call' }));
  const entry = tables.effects.get(key);
  if (entry === undefined) return false;
  journal.set(tables.effects, key, { ...entry, woken: true, dueAt: Math.min(entry.dueAt, at) });
  return true;
}

function byWaiting(left: Callback, right: Callback): number {
  const waited = (left.verifiedAt ?? 0) - (right.verifiedAt ?? 0);
  return waited !== 0 ? waited : left.callbackId < right.callbackId ? -1 : 1;
}
