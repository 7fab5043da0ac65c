import type { Attempt } from '../../domain/attempt/state.ts';
import type { Charge } from '../../domain/budget/charge.ts';
import type { Release } from '../../domain/budget/release.ts';
import type { Caps } from '../../domain/budget/spending-rules.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { ArmedEffect, Effect } from '../../domain/effect.ts';
import type { MessageStatus } from '../carrier/message-carrier.ts';
import type { ClaimedEffect } from './effect-queue.ts';

/** A text to a visitor or to the business. `messageId` is unguessable: it stands in the status webhook's address. */
export type Message = {
  messageId: string;
  callbackId: string;
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
  claimed?: ClaimedEffect | undefined;
  /** A line that has, or may have, room: the site's longest-waiting request tries again now. */
  freedLine?: string | undefined;
  audit: AuditEntry[];
  guards?: Guard[];
  /** Settled before anything is taken; of what is not set aside nothing happens. */
  release?: readonly Release[];
  charge?: Charge | undefined;
  /** A solved challenge, which lets in one request only. It is forgotten when it has expired. */
  captchaSolution?: { challenge: string; expiresAt: number } | undefined;
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
