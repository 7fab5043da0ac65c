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
