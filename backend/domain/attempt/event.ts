import type { AttemptOutcome } from '../outcome.ts';
import type { DialReport, LegReport } from './leg.ts';
import type { CarrierError } from './state.ts';

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
      visitor: DialReport | undefined;
      bridged: boolean | undefined;
      /** Whether the business was still on the line; absent when the carrier does not say it. */
      businessOnLine?: boolean | undefined;
      error?: CarrierError | undefined;
    }
  /** `sid` names the visitor's leg, `parentSid` the business's. `isLast`: the visitor is not asked again. */
  | {
      kind: 'visitor-key-pressed';
      at: number;
      sid: string;
      parentSid: string | undefined;
      digits: string;
      isLast: boolean;
    }
  | { kind: 'instruction-failed'; at: number; sid: string; error: CarrierError }
  // what a check of the carrier's API showed
  /** With `sid`, the carrier does not know this call; without, its list has no single match. */
  | { kind: 'call-not-found'; at: number; sid?: string | undefined }
  | ({ kind: 'legs-fetched'; at: number } & FetchedLegs)
  /** The legs of the single match in the list. `visitor` is a leg to the visitor's own number, no other. */
  | { kind: 'call-listed'; at: number; business: LegReport; visitor: LegReport | undefined }
  // the platform's own decisions
  | { kind: 'end-asked'; at: number }
  | { kind: 'check-gave-up'; at: number };

/**
 * Both legs as the carrier's API shows them. `to`: the number that was dialled inside the business's call. `dialError`:
 * why it made no call to the visitor, where it says so.
 */
export type FetchedLegs = {
  business: LegReport;
  visitor: (LegReport & { to?: string | undefined }) | undefined;
  dialError?: CarrierError | undefined;
};

/** What an attempt reports to its callback. */
export type AttemptReport =
  | { kind: 'visitor-answered'; at: number }
  | { kind: 'attempt-ended'; at: number; outcome: AttemptOutcome };

/** Whether the event is the result of a check, with or without an answer of the carrier. */
export function isCheck({ kind }: AttemptEvent): boolean {
  return (
    kind === 'legs-fetched' || kind === 'call-listed' || kind === 'call-not-found' || kind === 'check-gave-up'
  );
}

export type AttemptEventKind = AttemptEvent['kind'];
