import type { Networks } from '../../../backend/domain/admission/network-standing.ts';
import type { Attempt } from '../../../backend/domain/attempt/state.ts';
import type { Amounts, ReservedPart } from '../../../backend/domain/budget/charge.ts';
import { type Callback, hasEnded } from '../../../backend/domain/callback/state.ts';
import type { Effect } from '../../../backend/domain/effect.ts';
import type { AuditEntry, Message, Origin } from '../../../backend/ports/store/change.ts';
import type { Index, Journal } from './journal.ts';

export type EffectEntry = {
  callbackId: string;
  key: string;
  effect: Effect;
  armedVersion: number;
  dueAt: number;
  waitingSince: number;
  owner: string | undefined;
  leaseUntil: number | undefined;
  fence: number;
  tries: number;
  /** A line became free during a lease: the release then does not postpone the effect. */
  woken: boolean;
};

type MessageEntry = { message: Message; armedVersion: number };

export type Counter = { siteId: string; period: 'hour' | 'day'; startsAt: number; amounts: Amounts };

type Reservation = { siteId: string; part: ReservedPart; amounts: Amounts; hour: number; day: number };

export type CodeEntry = {
  callbackId: string;
  phone: string;
  block: string;
  area: string;
  sentAt: number;
  networks: Networks | undefined;
  withheld: boolean;
  by: Callback['code']['by'];
  enteredAt: number | undefined;
  delivery: Callback['code']['delivery'];
};

/** Everything that survives a process. Entries are never changed in place. */
export type Tables = {
  callbacks: Map<string, Callback>;
  origins: Map<string, Origin>;
  /** Callbacks by `client` or `identity`, and the callback of an idempotency key. */
  creations: Index;
  usedKeys: Map<string, string>;
  /** The attempts of a callback, in their order. */
  attempts: Map<string, readonly Attempt[]>;
  attemptByToken: Map<string, { callbackId: string; number: number }>;
  /** Attempts that hold a line, by `attemptKey`. */
  holders: Map<string, Attempt>;
  /** Attempts whose call can exist without a known SID, by `attemptKey`. */
  unnamed: Map<string, Attempt>;
  /** The attempt that a SID belongs to, as its key. */
  boundSids: Map<string, string>;
  /** Verified callbacks without a call. */
  waiting: Map<string, Callback>;
  /** The callback in progress of a site's visitor. */
  live: Map<string, string>;
  codes: Map<string, CodeEntry>;
  /** Codes by number, block and network. */
  codesBy: Index;
  messages: Map<string, MessageEntry>;
  /** Messages by the row of the effect that sends them. */
  messagesOf: Index;
  effects: Map<string, EffectEntry>;
  optOuts: Map<string, boolean>;
  counters: Map<string, Counter>;
  reservations: Map<string, Reservation>;
  challenges: Map<string, number>;
  /** Times by client. */
  refusals: Map<string, number[]>;
  warnings: Map<string, true>;
  /** When the current turn of a channel ends. */
  noticeTurns: Map<string, number>;
  audit: Map<number, AuditEntry & { callbackId: string; at: number }>;
};

export function createTables(): Tables {
  return {
    callbacks: new Map(),
    origins: new Map(),
    creations: new Map(),
    usedKeys: new Map(),
    attempts: new Map(),
    attemptByToken: new Map(),
    holders: new Map(),
    unnamed: new Map(),
    boundSids: new Map(),
    waiting: new Map(),
    live: new Map(),
    codes: new Map(),
    codesBy: new Map(),
    messages: new Map(),
    messagesOf: new Map(),
    effects: new Map(),
    optOuts: new Map(),
    counters: new Map(),
    reservations: new Map(),
    challenges: new Map(),
    refusals: new Map(),
    warnings: new Map(),
    noticeTurns: new Map(),
    audit: new Map(),
  };
}

export function attemptKey({ callbackId, number }: Pick<Attempt, 'callbackId' | 'number'>): string {
  return `${callbackId}/${number}`;
}

export function effectRowKey(callbackId: string, key: string): string {
  return `${callbackId} ${key}`;
}

export function liveKey(siteId: string, phone: string): string {
  return `${siteId} ${phone}`;
}

export function isLive({ status }: Callback): boolean {
  return status !== 'pending' && !hasEnded(status);
}

export function usedKey(client: string, idempotencyKey: string): string {
  return `${client} ${idempotencyKey}`;
}

/** Writes who created a callback with the entries that are derived from it. */
export function writeOrigin(tables: Tables, journal: Journal, callbackId: string, origin: Origin): void {
  const { client, identity, idempotencyKey } = origin;
  journal.set(tables.origins, callbackId, origin);
  journal.add(tables.creations, `client ${client}`, callbackId);
  if (identity !== undefined) journal.add(tables.creations, `identity ${identity}`, callbackId);
  if (idempotencyKey !== undefined) journal.set(tables.usedKeys, usedKey(client, idempotencyKey), callbackId);
}

/** Writes a callback with the entries that are derived from it. */
export function writeCallback(tables: Tables, journal: Journal, callback: Callback): void {
  const { callbackId, siteId, visitor, status } = callback;
  const key = liveKey(siteId, visitor.phone);
  journal.set(tables.callbacks, callbackId, callback);
  if (isLive(callback)) journal.set(tables.live, key, callbackId);
  else if (tables.live.get(key) === callbackId) journal.delete(tables.live, key);
  if (status === 'verified') journal.set(tables.waiting, callbackId, callback);
  else journal.delete(tables.waiting, callbackId);
}

/** Writes an attempt with the entries that are derived from it. */
export function writeAttempt(tables: Tables, journal: Journal, attempt: Attempt): void {
  const { callbackId, number, token, business } = attempt;
  const key = attemptKey(attempt);
  const others = (tables.attempts.get(callbackId) ?? []).filter((other) => other.number !== number);
  const all = [...others, attempt].sort((left, right) => left.number - right.number);
  journal.set(tables.attempts, callbackId, all);
  journal.set(tables.attemptByToken, token, { callbackId, number });
  if (business.sid !== undefined) journal.set(tables.boundSids, business.sid, key);
  if (occupiesLine(attempt)) journal.set(tables.holders, key, attempt);
  else journal.delete(tables.holders, key);
  if (mayHaveUnnamedCall(attempt)) journal.set(tables.unnamed, key, attempt);
  else journal.delete(tables.unnamed, key);
}

/** An attempt whose end was reported has left its line, even before its leg's last status arrives. */
function occupiesLine(attempt: Attempt): boolean {
  return attempt.closedAt === undefined && attempt.legDeadAt === undefined;
}

function mayHaveUnnamedCall({ business, post, outcome }: Attempt): boolean {
  const isUncertain = outcome === undefined || outcome === 'unknown-result';
  return business.sid === undefined && post !== 'unprocessed' && isUncertain;
}
