import type { Effect, EffectKind } from '../../domain/effect.ts';
import type { ClaimedEffect } from '../../ports/store/effect-queue.ts';

/** Result of one try of an effect. */
export type Performed =
  /** The effect is done or no longer needed. The runner acknowledges it, unless the handler's commit did. */
  | { result: 'done' }
  /**
   * The effect is tried again at `until`. Waiting is not a failure and is not limited. `tries` replaces the count of
   * tries; 0 when absent.
   */
  | { result: 'wait'; until: number; tries?: number }
  /** The runner retries with backoff and gives up after `maxTries`. */
  | { result: 'failed'; reason: string }
  /** A retry cannot succeed: the runner gives up at once. */
  | { result: 'hopeless'; reason: string };

export type ClaimedAs<K extends EffectKind> = ClaimedEffect & { effect: Extract<Effect, { kind: K }> };

/**
 * One handler for each kind of effect. A handler reloads state before it acts: it may have changed since arming.
 * `stopping` is aborted when the process is about to end: a handler then starts nothing that needs its process later.
 */
export type Handlers = {
  [K in EffectKind]: (claimed: ClaimedAs<K>, stopping: AbortSignal) => Promise<Performed>;
};

export const done: Performed = { result: 'done' };

/** Maximum tries of a failing effect. The comments say about how long these take. */
export const maxTries: Record<EffectKind, number> = {
  'send-code': 5, // 15 s: the visitor is waiting. Its handler limits the sendings
  'call-code': 5, // before its one POST
  'place-call': 8, // 2 min
  'check-attempt': Number.POSITIVE_INFINITY, // the attempt decides on a carrier that stays silent
  'end-call': 60, // 55 min: the call costs money until it ends
  'notify-business': 20, // only failures of the handler itself: the notice schedule limits the sendings
  'check-notice': 20,
  'warn-owner': 20,
  nudge: 20,
  'send-nudge': 20,
  'text-visitor': 20,
  'expire-request': 20,
  'give-up-waiting': 20,
  'last-resort': 20,
};

/** Delay before the next try (ms): doubles from 1 s to 60 s. `jitter` (0 to 1) moves it between half and all of it. */
export function backoffMs(tries: number, jitter: number): number {
  const fullMs = Math.min(60_000, 500 * 2 ** tries);
  return fullMs * (0.5 + jitter / 2);
}
