import { growingDelayMs } from './callback/notice-schedule.ts';
import type { CallbackStatus } from './callback/state.ts';
import type { Outcome } from './outcome.ts';

/** One change of a callback's state that one address is told of. Times are milliseconds since the epoch. */
export type WebhookDelivery = {
  id: string;
  callbackId: string;
  /** Id of the address. The address itself is a secret, so that it is not stored. */
  address: string;
  /** Status, outcome and version of the callback right after the change. */
  status: CallbackStatus;
  outcome: Outcome | undefined;
  version: number;
  occurredAt: number;
  state: 'due' | 'delivered' | 'given-up';
  tries: number;
  /** Short code of the latest answer, such as `http-503`. */
  code: string | undefined;
  /** When this delivery, or one before it that holds it back, failed for the first time. */
  failingSince: number | undefined;
  /** When it is tried next. */
  dueAt: number;
  settledAt: number | undefined;
};

const givenUpAfterMs = 24 * 3_600_000;

/**
 * Returns when a failed delivery is tried again; undefined after a day of failures. The receiver's wish for a pause is
 * granted within that day.
 */
export function nextTryAt(
  failingSince: number,
  at: number,
  { retryAfterMs = 0, jitter }: { retryAfterMs?: number | undefined; jitter: number },
): number | undefined {
  const ageMs = Math.max(0, at - failingSince);
  if (ageMs >= givenUpAfterMs) return undefined;
  const pauseMs = Math.max(retryAfterMs, growingDelayMs(ageMs, jitter));
  return Math.min(at + pauseMs, failingSince + givenUpAfterMs);
}
