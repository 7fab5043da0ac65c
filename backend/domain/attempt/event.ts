import type { AttemptOutcome } from '../outcome.ts';
import type { LegReport } from './leg.ts';

/** One fact about an attempt. `at` is in milliseconds since the epoch. */
export type AttemptEvent =
  // answers to the POST that asks for the call
  | { kind: 'intent-renewed'; at: number }
  | { kind: 'call-placed'; at: number; call: LegReport }
  | { kind: 'call-refused'; at: number; code: string; advice: string }
  | { kind: 'call-unprocessed'; at: number; retryAt: number }
  | { kind: 'call-unanswered'; at: number }
  // the carrier's webhooks
  | { kind: 'leg-reported'; at: number; leg: 'business' | 'visitor'; report: LegReport }
  | { kind: 'prompt-asked'; at: number; sid: string; token: string }
  | { kind: 'key-pressed'; at: number; sid: string; digits: string; token: string }
  | {
      kind: 'dial-finished';
      at: number;
      sid: string;
      visitor: LegReport | undefined;
      bridged: boolean | undefined;
    }
  // what a check of the carrier's API showed
  | { kind: 'call-not-found'; at: number }
  | { kind: 'legs-fetched'; at: number; business: LegReport; visitor: LegReport | undefined }
  // the platform's own decisions
  | { kind: 'end-asked'; at: number }
  | { kind: 'check-gave-up'; at: number };

/** What an attempt reports to its callback. */
export type AttemptReport =
  | { kind: 'visitor-answered'; at: number }
  | { kind: 'attempt-ended'; at: number; outcome: AttemptOutcome };

export type AttemptEventKind = AttemptEvent['kind'];
