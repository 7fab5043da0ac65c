import type { Attempt } from '../../domain/attempt/state.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { Change, Committed, Message } from './change.ts';

export type CallbackRecord = {
  callback: Callback;
  /** The requested attempt, or else the latest. */
  attempt: Attempt | undefined;
};

/** What decides who waits before a callback. */
export type QueuePlace = Pick<Callback, 'siteId' | 'callbackId' | 'createdAt' | 'verifiedAt'>;

/** Callbacks with their attempts and messages. Faults are thrown with code `store-unavailable`. */
export type CallbackStore = {
  load(callbackId: string): Promise<CallbackRecord | undefined>;
  loadByAttemptToken(token: string): Promise<CallbackRecord | undefined>;
  loadAttempt(callbackId: string, number: number): Promise<CallbackRecord | undefined>;
  loadMessage(messageId: string): Promise<Message | undefined>;
  /** The message that an effect sends; the latest, when the effect was armed more than once. */
  loadMessageFor(callbackId: string, effectKey: string): Promise<Message | undefined>;
  findByIdempotencyKey(
    client: string,
    key: string,
  ): Promise<{ callbackId: string; bodyHash: string } | undefined>;
  /** Returns the callback in progress for a visitor's number. */
  findLive(siteId: string, phone: string): Promise<Callback | undefined>;
  /** Returns the ids of callbacks whose call is due or can be in progress. */
  awaitingCall(): Promise<string[]>;
  /** Returns the SIDs that belong to other attempts, or may: their business legs, guesses and stray calls. */
  sidsBoundElsewhere(sids: readonly string[], callbackId: string, attempt: number): Promise<string[]>;
  /**
   * Returns the site of each other attempt on this line whose call can exist, but is not known for certain: open ones,
   * and those that ended so after `since`.
   */
  unconfirmedElsewhere(attempt: Attempt, since: number): Promise<string[]>;
  /** Counts the callbacks that wait before this one; `meanHoldMs`: how long recent conversations held the line. */
  queuePosition(place: QueuePlace, line: string): Promise<{ ahead: number; meanHoldMs: number | undefined }>;
  /** Saves a report about a message alone, if its status is still that of `before`. The callback's version stays. */
  saveMessage(before: Message, after: Message): Promise<void>;
  /** Commits one change, whole or not at all; durable when it resolves. */
  commit(change: Change): Promise<Committed>;
  /**
   * Calls `listener` after every commit that touched a callback; returns what removes it. Commits of other processes
   * come a little later, and can be missed: poll as well.
   */
  onCommit(listener: (touched: { callbackId: string; armed: boolean }) => void): () => void;
};
