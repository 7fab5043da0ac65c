import type { Callback } from './state.ts';
import type { CallbackDecision } from './transition.ts';

/** Nothing happens in the world; with the same object, nothing has to be saved either. */
export function unchanged(callback: Callback): CallbackDecision {
  return { callback, arm: [], disarm: [], endsAttempt: false };
}
