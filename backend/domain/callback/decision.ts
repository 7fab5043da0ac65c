import type { ArmedEffect, Effect } from '../effect.ts';
import type { Callback, CallbackStatus } from './state.ts';

/** Nothing happens in the world; with the same object, nothing has to be saved either. */
export function unchanged(callback: Callback): CallbackDecision {
  return { callback, arm: [], disarm: [], endsAttempt: false };
}

export type CallbackDecision = {
  callback: Callback;
  arm: ArmedEffect[];
  disarm: Effect[];
  /** The current attempt's call must be ended. */
  endsAttempt: boolean;
};

export type Refusal = { refused: 'not-in-this-state'; status: CallbackStatus };
