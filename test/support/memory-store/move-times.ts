import type { Attempt } from '../../../backend/domain/attempt/state.ts';
import { type Callback, hasEnded } from '../../../backend/domain/callback/state.ts';
import type { StoredTimes } from '../../../backend/ports/store/stored-times.ts';
import { moveCode } from './codes.ts';
import { createJournal } from './journal.ts';
import { type Tables, writeAttempt, writeCallback } from './tables.ts';

export function createStoredTimes(tables: Tables): StoredTimes {
  return {
    async moveTimes(jumpMs, at) {
      for (const callback of tables.callbacks.values()) moveCallback(tables, callback, jumpMs);
      for (const [key, entry] of tables.effects) {
        const { dueAt, leaseUntil, waitingSince } = entry;
        const due = isCheckOfCall(tables, entry) ? Math.min(dueAt + jumpMs, at) : dueAt + jumpMs;
        tables.effects.set(key, {
          ...entry,
          dueAt: due,
          leaseUntil: moved(leaseUntil, jumpMs),
          waitingSince: waitingSince + jumpMs,
        });
      }
    },
    latestChangeAt: async () => [...tables.audit.values()].at(-1)?.at,
  };
}

function moved(at: number | undefined, jumpMs: number): number | undefined {
  return at === undefined ? undefined : at + jumpMs;
}

function openAttempts(tables: Tables, callbackId: string): Attempt[] {
  return (tables.attempts.get(callbackId) ?? []).filter(({ closedAt }) => closedAt === undefined);
}

function isCheckOfCall(tables: Tables, entry: { callbackId: string; effect: { kind: string } }): boolean {
  const called = openAttempts(tables, entry.callbackId).some(({ business }) => business.sid !== undefined);
  return entry.effect.kind === 'check-attempt' && called;
}

function moveCallback(tables: Tables, callback: Callback, jumpMs: number): void {
  const journal = createJournal();
  const open = openAttempts(tables, callback.callbackId);
  if (hasEnded(callback.status) && open.length === 0) return;
  const isPending = callback.status === 'pending';
  const code = isPending ? { ...callback.code, sentAt: callback.code.sentAt + jumpMs } : callback.code;
  const verifiedAt = moved(callback.verifiedAt, jumpMs);
  const after = { ...callback, code, verifiedAt, version: callback.version + 1 };
  writeCallback(tables, journal, after);
  if (isPending) moveCode(tables, journal, after);
  if (isPending) moveMessages(tables, callback, jumpMs);
  for (const attempt of open) {
    writeAttempt(tables, journal, {
      ...attempt,
      intendedAt: attempt.intendedAt + jumpMs,
      initiatedAt: moved(attempt.initiatedAt, jumpMs),
      legDeadAt: moved(attempt.legDeadAt, jumpMs),
    });
  }
}

function moveMessages(tables: Tables, { callbackId }: Callback, jumpMs: number): void {
  for (const [key, entry] of tables.messages) {
    const { message } = entry;
    if (message.callbackId !== callbackId) continue;
    tables.messages.set(key, { ...entry, message: { ...message, createdAt: message.createdAt + jumpMs } });
  }
}
