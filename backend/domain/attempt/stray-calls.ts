import type { ArmedEffect } from '../callback/effect.ts';
import type { AttemptEvent } from './event.ts';
import { isForeign } from './learn.ts';
import { isDead, type LegReport } from './leg.ts';
import { type Attempt, isOpen } from './state.ts';

/** A second call for one attempt, or a live call for one that was given up: it is ended at once. */
export function strayCalls(attempt: Attempt, event: AttemptEvent): ArmedEffect[] {
  const sid = liveCall(event);
  if (sid === undefined) return [];
  const stray = isForeign(attempt, sid) || (!isOpen(attempt) && !isDead(attempt.business));
  return stray ? [{ effect: { kind: 'end-call', attempt: attempt.number, sid }, dueAt: event.at }] : [];
}

/** The SID of the call to the business that an event speaks of, if that call may still be alive. */
function liveCall(event: AttemptEvent): string | undefined {
  switch (event.kind) {
    case 'call-placed':
      return unlessDead(event.call);
    case 'legs-fetched':
      return unlessDead(event.business);
    case 'leg-reported':
      return event.leg === 'business' ? unlessDead(event.report) : undefined;
    case 'prompt-asked':
    case 'key-pressed':
      return event.sid;
    default:
      return undefined;
  }
}

function unlessDead(report: LegReport): string | undefined {
  return isDead(report) ? undefined : report.sid;
}
