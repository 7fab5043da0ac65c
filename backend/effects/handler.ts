import type { Effect, EffectKind } from '../domain/effect.ts';
import type { ClaimedEffect } from '../ports/store/effect-queue.ts';

/** What came of one try. */
export type Performed =
  /** Done, or nothing left to do; the row is removed if the handler's own commit has not done so. */
  | { result: 'done' }
  /** Not its turn yet: look again at that time, however often that takes. */
  | { result: 'wait'; until: number }
  /** It failed; the runner waits longer each time and gives up in the end. */
  | { result: 'failed'; reason: string }
  /** It will never succeed: the callback is told at once. */
  | { result: 'hopeless'; reason: string };

export type ClaimedAs<K extends EffectKind> = ClaimedEffect & { effect: Extract<Effect, { kind: K }> };

/** How one kind of effect is carried out. It reloads before it acts: what was true when it was armed may not be. */
export type Handlers = { [K in EffectKind]: (claimed: ClaimedAs<K>) => Promise<Performed> };

export const done: Performed = { result: 'done' };

/** How often a failing effect is tried before it is given up; about how long that takes stands behind it. */
export const mostTries: Record<EffectKind, number> = {
  'send-code': 5, // 15 s: the visitor is waiting
  'place-call': 8, // 2 min
  'check-attempt': 12, // 8 min
  'end-call': 14, // 12 min: money runs while it fails
  'notify-business': 16, // 15 min, then the next channel
  'expire-request': 20,
  'give-up-waiting': 20,
  'last-resort': 20,
};

/** Milliseconds to the next try: doubling from half a second to a minute, between half and all of it. */
export function backoff(tries: number, jitter: number): number {
  const full = Math.min(60_000, 500 * 2 ** tries);
  return full * (0.5 + jitter / 2);
}
