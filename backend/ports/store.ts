import type { Attempt } from '../domain/attempt/state.ts';
import type { ArmedEffect, Effect, EffectKind } from '../domain/callback/effect.ts';
import type { Callback } from '../domain/callback/state.ts';
import type { Settlement } from '../domain/spending/settle.ts';
import type { Caps } from '../domain/spending/spending-rules.ts';
import type { Taking } from '../domain/spending/taking.ts';
import type { MessageStatus } from './message-carrier.ts';

/** A text to a visitor or to the business. `messageId` is unguessable: it stands in the status webhook's address. */
export type Message = {
  messageId: string;
  requestId: string;
  siteId: string;
  purpose: 'code' | 'missed-call';
  channel: 'sms' | 'email' | 'webhook';
  /** The effect that sends it. */
  effectKey: string;
  to: string;
  status: 'due' | MessageStatus;
  sid: string | undefined;
  errorCode: string | undefined;
  createdAt: number;
};

/** Who asks, as far as limits and repeats are concerned. Fingerprints, not addresses. */
export type Origin = {
  client: string;
  idempotencyKey: string | undefined;
  bodyHash: string | undefined;
  /** Of whoever had signed in. */
  identity?: string | undefined;
  /** The text that the visitor agreed to, by its id, and the origin of the page that showed it. */
  consent?: { text: string; at: number; pageOrigin: string | undefined } | undefined;
};

export type CallbackRecord = {
  callback: Callback;
  /** The attempt that was asked for, else the latest. */
  attempt: Attempt | undefined;
};

/** A row that must still be ours when the change is committed; it is removed with it. */
export type ClaimedEffect = {
  id: string;
  requestId: string;
  effect: Effect;
  /** How often it was claimed, this time included. */
  tries: number;
  /** Grows with every claim: a claim that was overtaken cannot settle the row. */
  fence: number;
  dueAt: number;
};

export type AuditEntry = { eventType: string; eventData: Record<string, unknown>; actor: string };

/** A condition that is checked inside the commit, where nobody can come in between. */
export type Guard =
  /**
   * The line has room: fewer than `lines` other attempts hold it, none of them is still without SID, and no proven
   * request of the site waits longer than this one. Locks the line's row first.
   */
  | { kind: 'line-free'; line: string; lines: number }
  /** The number has not opted out. */
  | { kind: 'not-opted-out'; fingerprint: string }
  /** Fewer than `max` requests were created by this client since `since`. */
  | { kind: 'client-below'; client: string; since: number; max: number }
  /** Fewer than `max` codes were sent to this number since `since`. */
  | { kind: 'codes-below'; phone: string; since: number; max: number }
  /** The same for whoever has signed in, and for all numbers of a block together. */
  | { kind: 'identity-below'; identity: string; since: number; max: number }
  | { kind: 'block-below'; block: string; since: number; max: number }
  /** A call is set aside for this request, and the counters it is part of stand within the caps. */
  | { kind: 'call-covered'; caps: Caps };

export type Change = {
  /**
   * `before` undefined inserts; otherwise the row must still have that version. The store sets `version`, which grows
   * with every change, and for a row that was there `updatedAt`: what is committed comes back.
   */
  callback: { before: Callback | undefined; after: Callback };
  origin?: Origin;
  attempt?: { before: Attempt | undefined; after: Attempt };
  messages?: { before: Message | undefined; after: Message }[];
  arm?: ArmedEffect[];
  disarm?: Effect[];
  settles?: ClaimedEffect | undefined;
  /** A line that has, or may have, room: the site's longest-waiting request tries again now. */
  wakes?: string | undefined;
  audit: AuditEntry[];
  guards?: Guard[];
  /** Settled before anything is taken; of what is not set aside nothing happens. */
  gives?: readonly Settlement[];
  takes?: Taking | undefined;
  /** A solved challenge, which lets in one request only. It is forgotten when it has expired. */
  solved?: { challenge: string; expiresAt: number } | undefined;
};

export type Conflict =
  /** Somebody else committed first: load and decide again. */
  | 'stale'
  | 'effect-lost'
  | 'line-busy'
  | 'opted-out'
  | 'client-limit'
  | 'code-limit'
  | 'identity-limit'
  | 'block-limit'
  | 'budget-reached'
  | 'challenge-used'
  | 'idempotency-key-used'
  /** Another request for the same number is under way. */
  | 'live-request';

export type Committed = { ok: true; callback: Callback } | { ok: false; conflict: Conflict };

/** Where everything that must survive a crash is kept. Faults are thrown with code `store-unavailable`. */
export type Store = {
  /** The database was restored or brought from elsewhere: what it says is due may have been done. */
  moved: boolean;
  /** Requests that a call is due for, or may be under way. */
  awaitingCall(): Promise<string[]>;
  load(requestId: string): Promise<CallbackRecord | undefined>;
  loadByAttemptToken(token: string): Promise<CallbackRecord | undefined>;
  loadAttempt(requestId: string, number: number): Promise<CallbackRecord | undefined>;
  loadMessage(messageId: string): Promise<Message | undefined>;
  /** The text that an effect sends; the latest, when the effect was armed more than once. */
  loadMessageFor(requestId: string, effectKey: string): Promise<Message | undefined>;
  findByIdempotencyKey(
    client: string,
    key: string,
  ): Promise<{ requestId: string; bodyHash: string } | undefined>;
  /** The request under way for a number, if there is one. */
  findLive(siteId: string, phone: string): Promise<Callback | undefined>;
  /** Which of these SIDs are the business legs of attempts other than this one. */
  sidsBoundElsewhere(sids: readonly string[], requestId: string, attempt: number): Promise<string[]>;
  /** How many requests are ahead in the wait for a line; how long recent conversations held it, in milliseconds. */
  queue(callback: Callback, line: string): Promise<{ ahead: number; meanHold: number | undefined }>;
  /** Opt-outs are kept by the fingerprint of the number. */
  isOptedOut(fingerprint: string): Promise<boolean>;
  setOptOut(fingerprint: string, optedOut: boolean, at: number): Promise<void>;
  /** Times (newest first) at which codes were sent to a number since `since`. */
  codesSent(phone: string, since: number): Promise<number[]>;
  /** The same for all numbers of a block together. */
  codesSentToBlock(block: string, since: number): Promise<number[]>;
  /** Times at which somebody who had signed in created requests since `since`. */
  createdByIdentity(identity: string, since: number): Promise<number[]>;
  isChallengeUsed(challenge: string): Promise<boolean>;
  /** Times at which a client created requests since `since`. */
  createdBy(client: string, since: number): Promise<number[]>;

  /** One change, whole or not at all; durable when it resolves. */
  commit(change: Change): Promise<Committed>;

  /** Takes up to `limit` due effects of the given kinds for `leaseMs`; nobody else gets them meanwhile. */
  claim(claim: {
    kinds: readonly EffectKind[];
    owner: string;
    at: number;
    leaseMs: number;
    limit: number;
  }): Promise<ClaimedEffect[]>;
  /**
   * Gives a claimed effect back, to be tried at `dueAt`; `tries` is how often it counts as tried by then, what it was
   * claimed with unless given. Nothing happens when it is no longer ours.
   */
  release(effect: ClaimedEffect, dueAt: number, tries?: number): Promise<void>;
  /** Removes a claimed effect that needs no change of state. */
  settle(effect: ClaimedEffect): Promise<void>;
  /** When the next effect of these kinds is due or its lease runs out; `undefined` when there is none. */
  nextDue(kinds: readonly EffectKind[]): Promise<number | undefined>;

  /** Called after every commit that touched a request, in this process; the answer stops it. */
  onCommit(listener: (touched: { requestId: string; armed: boolean }) => void): () => void;
  /** Throws `store-unavailable` when nothing can be written. */
  check(): Promise<void>;
  close(): Promise<void>;
};
