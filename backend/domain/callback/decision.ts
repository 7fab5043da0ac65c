import type { ArmedEffect, Effect } from '../effect.ts';
import type { Callback, CallbackStatus } from './state.ts';

/** A decision without effects. With the same callback object, nothing is saved. */
export function unchanged(callback: Callback): CallbackDecision {
  return { callback, arm: [], disarm: [], endsAttempt: false };
}

export type CallbackDecision = {
  callback: Callback;
  arm: ArmedEffect[];
  disarm: Effect[];
  /** Whether the current attempt's call must be ended. */
  endsAttempt: boolean;
};

export type Refusal = { refused: 'not-in-this-state'; status: CallbackStatus };
