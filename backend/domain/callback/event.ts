import type { AttemptReport } from '../attempt/event.ts';
import type { EffectKind, NoticeChannel } from '../effect.ts';
import type { CodeWay } from './state.ts';

/** What can happen to a callback. The comments say where each event comes from. */
export type CallbackEvent =
  // visitor
  | { kind: 'code-requested'; at: number; withheld: boolean; by?: CodeWay }
  | { kind: 'wrong-code-entered'; at: number }
  | { kind: 'phone-proven'; at: number }
  | { kind: 'proven-beyond-budget'; at: number; textPaid: boolean }
  | { kind: 'phone-vouched'; at: number }
  | { kind: 'live-request-found'; at: number }
  | { kind: 'visitor-cancelled'; at: number }
  // operator
  | { kind: 'operator-cancelled'; at: number }
  | { kind: 'retry-asked'; at: number }
  | { kind: 'marked-done'; at: number; by: string }
  | { kind: 'done-undone'; at: number }
  // the checks before a call
  | { kind: 'attempt-began'; at: number }
  | { kind: 'business-closed'; at: number }
  | { kind: 'visitor-opted-out'; at: number }
  | { kind: 'number-blocked'; at: number }
  | { kind: 'call-expired'; at: number }
  | { kind: 'budget-reached'; at: number }
  // the current attempt
  | AttemptReport
  // delivery reports
  | { kind: 'code-call-began'; at: number; sendNumber: number }
  | { kind: 'code-text-accepted'; at: number; sendNumber: number }
  | { kind: 'code-text-undelivered'; at: number; sendNumber: number; cause: 'number' | 'service' }
  | ({ kind: 'notice-accepted' } & NoticeReport)
  | ({ kind: 'notice-delayed' } & NoticeReport)
  | ({ kind: 'notice-handed-over' } & NoticeReport)
  | ({ kind: 'notice-delivered' } & NoticeReport)
  | ({ kind: 'notice-undelivered' } & NoticeReport)
  // reminders to the business
  | { kind: 'nudge-due'; at: number; step: 1 | 2; attempt: number }
  | { kind: 'nudged'; at: number; step: 1 | 2; attempt: number }
  | { kind: 'text-reported'; at: number }
  // timers
  | { kind: 'request-expired'; at: number }
  | { kind: 'wait-exceeded'; at: number }
  | { kind: 'last-resort-reached'; at: number }
  // start-up
  | { kind: 'database-moved'; at: number }
  // runner
  | { kind: 'effect-gave-up'; at: number; effect: EffectKind; channel: NoticeChannel | undefined };

/** A report about one notice: the attempt after which it was armed, and when it was armed. */
export type NoticeReport = { at: number; channel: NoticeChannel; attempt: number; armedAt: number };

export type CallbackEventKind = CallbackEvent['kind'];
