import type { NetworkLevel, Networks } from '../../domain/admission/network-standing.ts';
import type { Attempt } from '../../domain/attempt/state.ts';
import type { Charge } from '../../domain/budget/charge.ts';
import type { Release } from '../../domain/budget/release.ts';
import type { Caps } from '../../domain/budget/spending-rules.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { ArmedEffect, Effect, NoticeChannel } from '../../domain/effect.ts';
import type { MessageStatus } from '../carrier/message-carrier.ts';
import type { ClaimedEffect } from './effect-queue.ts';

/** A message to a visitor or to the business. `messageId` is unguessable: part of the status callback address. */
export type Message = {
  messageId: string;
  callbackId: string;
  siteId: string;
  purpose: 'code' | 'missed-call' | 'nudge' | 'miss-text';
  /** `voice`: a call that says the code. */
  channel: NoticeChannel | 'voice';
  /** The effect that sends it. */
  effectKey: string;
  to: string;
  status: 'due' | MessageStatus;
  sid: string | undefined;
  errorCode: string | undefined;
  createdAt: number;
  /** The message that tells about this callback: its own id, or that of a folded notice. Only `NoticeGroups` sets it. */
  toldBy?: string | undefined;
};

/** Who created a callback, for rate limits and idempotency. Clients and identities are fingerprints. */
export type Origin = {
  client: string;
  idempotencyKey: string | undefined;
  bodyHash: string | undefined;
  /** Fingerprint of the signed-in visitor. */
  identity?: string | undefined;
  /** The id of the consent text that the visitor accepted, and the origin of the page that showed it. */
  consent?: { text: string; at: number; pageOrigin: string | undefined } | undefined;
};

/** Who asked for a code. */
export type CodeOrigin = { networks: Networks };

/** Which codes to a number count: those sent, those sent by a call, those of one network, or those that were entered. */
export type CountedCodes = { kind: 'sent' | 'called' | 'entered' } | { kind: 'asked-by'; network: string };

export type AuditEntry = { eventType: string; eventData: Record<string, unknown>; actor: string };

/** A condition that is checked inside the commit, so that no concurrent change can break it. */
export type Guard =
  /**
   * The line has room: fewer than `lines` other attempts hold it, and no verified callback of the site waits longer
   * than this one. Locks the line's row first.
   */
  | { kind: 'line-free'; line: string; lines: number }
  /** The number, given as the fingerprints of its spellings, has not opted out. */
  | { kind: 'not-opted-out'; fingerprints: readonly string[] }
  /** This client created fewer than `max` callbacks since `since`. */
  | { kind: 'client-below'; client: string; since: number; max: number }
  /** Fewer than `max` codes to this number count since `since`. */
  | { kind: 'codes-below'; phone: string; counted: CountedCodes; since: number; max: number }
  /**
   * A network left fewer codes unentered since `since` than `max`. Every `enteredPerCode` codes entered since
   * `enteredSince` add one to `max`.
   */
  | {
      kind: 'network-below';
      level: NetworkLevel;
      network: string;
      since: number;
      max: number;
      enteredSince: number;
      enteredPerCode: number;
    }
  /** Like `client-below` for a signed-in visitor; like `codes-below` for all numbers of a block together. */
  | { kind: 'identity-below'; identity: string; since: number; max: number }
  | { kind: 'block-below'; block: string; since: number; max: number }
  /** A call is reserved for this callback, and the counters that include it are within the caps. */
  | { kind: 'call-covered'; caps: Caps };

export type Change = {
  /**
   * `before: undefined` inserts; otherwise the row must still have that version. The store sets `version`, which grows
   * with every change, and the `updatedAt` of an existing row. The commit returns the stored callback.
   */
  callback: { before: Callback | undefined; after: Callback };
  origin?: Origin;
  /** Belongs to the code that this change sends. */
  codeOrigin?: CodeOrigin;
  /** A code of this callback was entered, or a sign-in replaced it: its codes no longer count as unentered. */
  codeEntered?: boolean;
  attempt?: { before: Attempt | undefined; after: Attempt };
  messages?: { before: Message | undefined; after: Message }[];
  arm?: ArmedEffect[];
  disarm?: Effect[];
  claimed?: ClaimedEffect | undefined;
  /** A line that can have room again: the site's longest-waiting callback tries again now. */
  freedLine?: string | undefined;
  audit: AuditEntry[];
  guards?: Guard[];
  /** Releases happen before the charge. A release without a reserve does nothing. */
  release?: readonly Release[];
  charge?: Charge | undefined;
  /** A solved captcha, which admits one callback only. It is deleted after it expired. */
  captchaSolution?: { challenge: string; expiresAt: number } | undefined;
};

export type Conflict =
  /** Another change was committed first: load and decide again. */
  | 'stale'
  | 'effect-lost'
  /** The call is known to be another attempt's. */
  | 'sid-taken'
  | 'line-busy'
  | 'opted-out'
  | 'client-limit'
  | 'code-limit'
  | 'identity-limit'
  | 'block-limit'
  | 'network-limit'
  | 'budget-reached'
  | 'challenge-used'
  | 'idempotency-key-used'
  /** Another callback for the same number is in progress. */
  | 'live-request';

export type Committed = { ok: true; callback: Callback } | { ok: false; conflict: Conflict };
