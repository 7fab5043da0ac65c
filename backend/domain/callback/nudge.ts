import type { ArmedEffect, Effect, NoticeChannel } from '../effect.ts';
import { type CallbackDecision, unchanged } from './decision.ts';
import type { CallbackRules } from './rules.ts';
import { type Callback, needsOperator } from './state.ts';

/** 1: the channel that tells first is reminded. 2: the second person. */
export type NudgeStep = 1 | 2;

type NudgeRules = Pick<CallbackRules, 'nudge'>;

/** Reminders that come due at one moment, such as after a downtime, are told together. */
const collectMs = 10_000;

/** The reminder after a miss, if reminders are on. */
export function firstNudge({ attempts }: Callback, at: number, rules: NudgeRules): ArmedEffect[] {
  return nudgeOf(attempts, 1, at, rules);
}

function nudgeOf(attempt: number, step: NudgeStep, at: number, { nudge }: NudgeRules): ArmedEffect[] {
  if (nudge === undefined || (step === 2 && nudge.second === undefined)) return [];
  return [{ effect: { kind: 'nudge', step, attempt }, dueAt: at + nudge.afterMs }];
}

/** Returns what follows the latest end until the operator acts: the reminders, and the text to the visitor. */
export function effectsAfterMiss({ attempts: attempt }: Callback): Effect[] {
  const nudges = ([1, 2] as const).flatMap((step): Effect[] => [
    { kind: 'nudge', step, attempt },
    { kind: 'send-nudge', step, attempt },
  ]);
  return [...nudges, { kind: 'text-visitor', attempt }];
}

/** Where a reminder goes; `to` is set for a person's phone. */
export function nudgeTarget(
  { nudge, noticeChannels: [first] }: Pick<CallbackRules, 'nudge' | 'noticeChannels'>,
  step: NudgeStep,
): { channel: NoticeChannel; to?: string | undefined } | undefined {
  if (step === 2) return nudge?.second;
  return first === undefined ? undefined : { channel: first };
}

/** Whether a reminder still concerns the latest end, and the visitor still waits to be called. */
export function isNudgeDue(callback: Callback, { attempt }: { attempt: number }): boolean {
  return callback.attempts === attempt && needsOperator(callback);
}

type NudgeEvent = { at: number; step: NudgeStep; attempt: number };

export function beginNudge(callback: Callback, { at, step, attempt }: NudgeEvent): CallbackDecision {
  if (!isNudgeDue(callback, { attempt })) return unchanged(callback);
  const effect = { kind: 'send-nudge', step, attempt } as const;
  return { ...unchanged(callback), arm: [{ effect, dueAt: at + collectMs }] };
}

/** The second person follows the first reminder, told or not. */
export function noteNudged(
  callback: Callback,
  { at, step, attempt }: NudgeEvent,
  rules: NudgeRules,
): CallbackDecision {
  if (step === 2 || !isNudgeDue(callback, { attempt })) return unchanged(callback);
  return { ...unchanged(callback), arm: nudgeOf(attempt, 2, at, rules) };
}
