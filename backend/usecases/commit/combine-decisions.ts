import type { Attempt } from '../../domain/attempt/state.ts';
import { type AttemptDecision, advanceAttempt } from '../../domain/attempt/transition.ts';
import type { CallbackDecision } from '../../domain/callback/decision.ts';
import type { Callback } from '../../domain/callback/state.ts';
import { advanceCallback } from '../../domain/callback/transition.ts';
import type { ArmedEffect, Effect } from '../../domain/effect.ts';
import type { CallbackRecord } from '../../ports/store/callback-store.ts';

/** The combined decision of the callback and its attempt. */
export type Outcome = {
  callback: Callback;
  attempt: Attempt | undefined;
  arm: ArmedEffect[];
  disarm: Effect[];
};

/** Adds the attempt's decision: a callback that ends during its call makes the attempt end the call. */
export function addAttemptDecision(
  record: CallbackRecord,
  decision: CallbackDecision,
  at: number,
  rules: Parameters<typeof advanceAttempt>[2],
): Outcome {
  const { attempt } = record;
  const half = { callback: decision.callback, arm: decision.arm, disarm: decision.disarm };
  if (!decision.endsAttempt || attempt === undefined) return { ...half, attempt };
  const ended = advanceAttempt(attempt, { kind: 'end-asked', at }, rules);
  return {
    callback: decision.callback,
    attempt: ended.attempt,
    arm: [...half.arm, ...ended.arm],
    disarm: [...half.disarm, ...ended.disarm],
  };
}

/** Adds the callback's decision. Only the current attempt changes its callback; an older one does not. */
export function addCallbackDecision(
  record: CallbackRecord,
  decision: AttemptDecision,
  rules: Parameters<typeof advanceCallback>[2],
): Outcome {
  const { callback } = record;
  const own = { attempt: decision.attempt, arm: decision.arm, disarm: decision.disarm };
  if (decision.tells === undefined || decision.attempt.number !== callback.attempts)
    return { ...own, callback };
  const told = advanceCallback(callback, decision.tells, rules);
  if ('refused' in told) return { ...own, callback };
  return {
    attempt: decision.attempt,
    callback: told.callback,
    arm: [...own.arm, ...told.arm],
    disarm: [...own.disarm, ...told.disarm],
  };
}
