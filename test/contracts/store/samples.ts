import assert from 'node:assert/strict';
import { type Attempt, beginAttempt } from '../../../backend/domain/attempt/state.ts';
import type { Callback } from '../../../backend/domain/callback/state.ts';
import type { Change, Message } from '../../../backend/ports/store/change.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { start } from './open-store.ts';

/** The dialled number of every sample. */
export const line = '+12015550199';

/** A callback before its first commit; `n` (0 to 99) selects its id and number. */
export function sampleCallback(n: number, own: Partial<Callback> = {}): Callback {
  return {
    callbackId: `request-${n}`,
    siteId: 'default',
    reference: `REF-${n}`,
    visitor: { name: `Visitor ${n}`, phone: phone(n), email: undefined },
    subject: undefined,
    page: undefined,
    status: 'pending',
    outcome: undefined,
    notice: 'none',
    notices: [],
    code: { sendNumber: 1, sentAt: start, guesses: 0, delivery: 'sending', withheld: false },
    attempts: 0,
    version: 0,
    createdAt: start,
    updatedAt: start,
    verifiedAt: undefined,
    endedAt: undefined,
    done: undefined,
    ...own,
  };
}

export function phone(n: number): string {
  return `+120155501${String(n).padStart(2, '0')}`;
}

/** A callback proven `n` ms after the start, so that a lower `n` waits longer. */
export function waiting(n: number, own: Partial<Callback> = {}): Callback {
  return sampleCallback(n, { status: 'verified', verifiedAt: start + n, ...own });
}

export function sampleAttempt(callback: Callback, own: Partial<Attempt> = {}): Attempt {
  const number = own.number ?? 1;
  const token = `token-${callback.callbackId}-${number}`;
  return { ...beginAttempt({ callbackId: callback.callbackId, number, token, line, at: start }), ...own };
}

export function sampleMessage(callback: Callback, own: Partial<Message> = {}): Message {
  return {
    messageId: `message-of-${callback.callbackId}`,
    callbackId: callback.callbackId,
    siteId: callback.siteId,
    purpose: 'code',
    channel: 'sms',
    effectKey: 'send-code/1',
    to: callback.visitor.phone,
    status: 'due',
    sid: undefined,
    errorCode: undefined,
    createdAt: start,
    toldBy: undefined,
    ...own,
  };
}

type Rest = Omit<Change, 'callback' | 'audit'> & { audit?: Change['audit'] };

export function creation(callback: Callback, rest: Rest = {}): Change {
  return { audit: [], ...rest, callback: { before: undefined, after: callback } };
}

export function advance(before: Callback, own: Partial<Callback> = {}, rest: Rest = {}): Change {
  return { audit: [], ...rest, callback: { before, after: { ...before, ...own } } };
}

/** Commits a change that must succeed and returns the saved callback. */
export async function saved(store: Store, change: Change): Promise<Callback> {
  const committed = await store.commit(change);
  assert.ok(committed.ok, `refused: ${JSON.stringify(committed)}`);
  return committed.callback;
}

export async function refused(store: Store, change: Change): Promise<string> {
  const committed = await store.commit(change);
  assert.ok(!committed.ok, 'the change was accepted');
  return committed.conflict;
}
