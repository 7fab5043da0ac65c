import { type Attempt, sidToAsk } from '../../../backend/domain/attempt/state.ts';
import type { Clock } from '../../../backend/ports/clock.ts';
import type { CallbackRecord } from '../../../backend/ports/store/callback-store.ts';
import type { Message } from '../../../backend/ports/store/change.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { codesTo, codesToBlock, createNetworkHistory } from './codes.ts';
import { applyChange } from './commit.ts';
import { createEffectQueue } from './effect-queue.ts';
import { creationsBy, waitsBefore } from './guards.ts';
import { createStoredTimes } from './move-times.ts';
import { createNoticeGroups } from './notice-groups.ts';
import { attemptKey, effectRowKey, liveKey, type Tables, usedKey } from './tables.ts';

type Touched = { callbackId: string; armed: boolean };

/** The number of conversations from which the mean hold time is calculated. */
const recentConversations = 20;

/**
 * A store in memory that keeps the contract of the SQL stores and costs a fraction of their time. The tables outlive
 * the store, as a file outlives a process.
 */
export function createMemoryStore({ tables, clock }: { tables: Tables; clock: Clock }): Store {
  const listeners = new Set<(touched: Touched) => void>();

  function recordOf(callbackId: string, number?: number): CallbackRecord | undefined {
    const callback = tables.callbacks.get(callbackId);
    const attempts = tables.attempts.get(callbackId) ?? [];
    if (callback === undefined) return undefined;
    if (number === undefined) return { callback, attempt: attempts.at(-1) };
    const attempt = attempts.find((one) => one.number === number);
    return attempt === undefined ? undefined : { callback, attempt };
  }

  return {
    moved: false,
    acceptMove: async () => {},
    ...createEffectQueue(tables),
    ...createNoticeGroups(tables),
    ...createStoredTimes(tables),
    load: async (callbackId) => recordOf(callbackId),
    async loadByAttemptToken(token) {
      const found = tables.attemptByToken.get(token);
      return found === undefined ? undefined : recordOf(found.callbackId, found.number);
    },
    loadAttempt: async (callbackId, number) => recordOf(callbackId, number),
    loadMessage: async (messageId) => tables.messages.get(messageId)?.message,
    async saveMessage(before, after) {
      const stored = tables.messages.get(after.messageId);
      if (stored?.message.status === before.status)
        tables.messages.set(after.messageId, {
          ...stored,
          message: { ...after, toldBy: stored.message.toldBy },
        });
    },
    loadMessageFor: async (callbackId, key) => latestMessage(tables, callbackId, key),
    async findByIdempotencyKey(client, key) {
      const callbackId = tables.usedKeys.get(usedKey(client, key));
      if (callbackId === undefined) return undefined;
      return { callbackId, bodyHash: tables.origins.get(callbackId)?.bodyHash ?? '' };
    },
    async findLive(siteId, phone) {
      return tables.callbacks.get(tables.live.get(liveKey(siteId, phone)) ?? '');
    },
    async awaitingCall() {
      const all = [...tables.live.values()].map((callbackId) => tables.callbacks.get(callbackId));
      return all.flatMap((one) => (one === undefined || one.status === 'connected' ? [] : [one.callbackId]));
    },
    async sidsBoundElsewhere(sids, callbackId, number) {
      const own = attemptKey({ callbackId, number });
      const others = [...tables.attempts.values()].flat().filter((attempt) => attemptKey(attempt) !== own);
      const taken = new Set(others.flatMap((attempt) => [sidToAsk(attempt), ...attempt.strays]));
      return sids.filter((sid) => taken.has(sid));
    },
    unconfirmedElsewhere: async (own, since) => unconfirmedElsewhere(tables, own, since),
    async queuePosition(callback, line) {
      return { ahead: waitsBefore(tables, callback).length, meanHoldMs: meanHoldOf(tables, line) };
    },
    async commit(change) {
      const { committed, armed } = applyChange(tables, change, clock.now());
      if (!committed.ok) return committed;
      const touched = { callbackId: committed.callback.callbackId, armed };
      for (const listener of [...listeners]) listener(touched);
      return committed;
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    codesTo: async (phone, counted, since) => codesTo(tables, phone, counted, since),
    codesSentToBlock: async (block, since) => codesToBlock(tables, block, since),
    ...createNetworkHistory(tables),
    async countRefusal(client, solved, at) {
      tables.refusals.set(client, [...(tables.refusals.get(client) ?? []), at]);
      if (solved !== undefined) tables.challenges.set(solved.challenge, solved.expiresAt);
    },
    createdBy: async (client, since) => creationTimes(tables, 'client', client, since),
    createdByIdentity: async (identity, since) => creationTimes(tables, 'identity', identity, since),
    isChallengeUsed: async (challenge) => tables.challenges.has(challenge),
    isOptedOut: async (fingerprints) => fingerprints.some((each) => tables.optOuts.get(each) === true),
    async setOptOut([fingerprint = '', ...others], optedOut) {
      tables.optOuts.set(fingerprint, optedOut);
      for (const each of others) tables.optOuts.delete(each);
    },
    check: async () => {},
    close: async () => {},
  };
}

function unconfirmedElsewhere(tables: Tables, own: Attempt, since: number): string[] {
  const rivals = [...tables.unnamed].filter(([key, { line, outcome, closedAt = since }]) => {
    const lately = outcome === undefined || closedAt >= since;
    return line === own.line && lately && key !== attemptKey(own);
  });
  return rivals.flatMap(([, { callbackId }]) => tables.callbacks.get(callbackId)?.siteId ?? []);
}

function latestMessage(tables: Tables, callbackId: string, key: string): Message | undefined {
  let latest: { message: Message; armedVersion: number } | undefined;
  for (const messageId of tables.messagesOf.get(effectRowKey(callbackId, key)) ?? []) {
    const entry = tables.messages.get(messageId);
    if (entry !== undefined && (latest === undefined || entry.armedVersion > latest.armedVersion))
      latest = entry;
  }
  return latest?.message;
}

function creationTimes(tables: Tables, who: 'client' | 'identity', value: string, since: number): number[] {
  const created = creationsBy(tables, who, value, since).map(({ createdAt }) => createdAt);
  const refused = (tables.refusals.get(value) ?? []).filter((at) => at >= since);
  return [...created, ...refused].sort((left, right) => right - left);
}

function meanHoldOf(tables: Tables, line: string): number | undefined {
  const talks = [...tables.attempts.values()]
    .flat()
    .filter((attempt) => attempt.line === line && attempt.outcome === 'talked')
    .sort((left, right) => (right.closedAt ?? 0) - (left.closedAt ?? 0))
    .slice(0, recentConversations);
  const holds = talks.flatMap(holdOf);
  return holds.length === 0 ? undefined : holds.reduce((sum, hold) => sum + hold, 0) / holds.length;
}

function holdOf({ intendedAt, legDeadAt, closedAt }: Attempt): number[] {
  const freedAt = legDeadAt ?? closedAt;
  return freedAt === undefined ? [] : [freedAt - intendedAt];
}
