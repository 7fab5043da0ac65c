import type { ArmedEffect } from '../effect.ts';
import type { Outcome } from '../outcome.ts';
import type { CallbackRules } from './rules.ts';
import type { Callback } from './state.ts';

/** Leaves time to retry the callback or to mark it as done, which both disarm the text. */
const afterMs = 120_000;

/** Ends after which the visitor waits for a call that no longer comes by itself. After doubt nothing is said. */
const told: readonly Outcome[] = [
  'business-no-answer',
  'business-busy',
  'business-declined',
  'business-voicemail',
  'business-hung-up',
  'visitor-no-answer',
  'visitor-busy',
  'visitor-unreachable',
  'visitor-not-connected',
  'visitor-voicemail',
  'technical-fault',
  'carrier-refused',
  'waited-too-long',
];

/** The text to a visitor who was missed. No text reaches a landline. */
export function missText(
  { attempts, code }: Callback,
  outcome: Outcome,
  at: number,
  rules: CallbackRules,
): ArmedEffect[] {
  const isTold = rules.textsMissedVisitor === true && told.includes(outcome);
  if (!isTold || code.by === 'call') return [];
  return [{ effect: { kind: 'text-visitor', attempt: attempts }, dueAt: at + afterMs }];
}
