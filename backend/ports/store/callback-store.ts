import type { Attempt } from '../../domain/attempt/state.ts';
import type { Callback } from '../../domain/callback/state.ts';
import type { Change, Committed, Message } from './change.ts';

export type CallbackRecord = {
  callback: Callback;
  /** The attempt that was asked for, else the latest. */
  attempt: Attempt | undefined;
};

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
  /** The callback under way for a visitor's number, if there is one. */
  findLive(siteId: string, phone: string): Promise<Callback | undefined>;
  /** Ids of the callbacks that a call is due for, or may be under way. */
  awaitingCall(): Promise<string[]>;
  /** Returns those of the SIDs that are business legs of other attempts than this one. */
  sidsBoundElsewhere(sids: readonly string[], callbackId: string, attempt: number): Promise<string[]>;
  /** How many callbacks wait for the line before this one; how long recent conversations held it, in milliseconds. */
  queuePosition(callback: Callback, line: string): Promise<{ ahead: number; meanHold: number | undefined }>;
  /** Commits one change, whole or not at all; durable when it resolves. */
  commit(change: Change): Promise<Committed>;
  /** Calls `listener` after every commit of this process that touched a callback; returns what removes it. */
  onCommit(listener: (touched: { callbackId: string; armed: boolean }) => void): () => void;
};
