import { type Attempt, beginAttempt, isAttemptOpen } from '../domain/attempt/state.ts';
import type { Callback } from '../domain/callback/state.ts';
import { advanceCallback } from '../domain/callback/transition.ts';
import { isBusinessOpen as isOpenNow } from '../domain/site/business-hours.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Clock } from '../ports/clock.ts';
import type { CallbackRecord } from '../ports/store/callback-store.ts';
import type { Guard } from '../ports/store/change.ts';
import type { ClaimedEffect } from '../ports/store/effect-queue.ts';
import { changeOf } from './change-of.ts';
import { notOptedOut } from './opt-outs.ts';
import { type DecisionPorts, saveAttemptEvent, saveCallbackEvent } from './save-decision.ts';

export type BeginPorts = DecisionPorts & { clock: Clock; calendar: Calendar };

export type Begun =
  /** The intent is committed, and this caller alone may send the POST. */
  | { ok: true; callback: Callback; attempt: Attempt }
  /** Every line is taken, or somebody else's turn comes first. */
  | { ok: false; reason: 'line-busy' }
  /** Nothing is to be dialled (any more); what had to be decided has been. */
  | { ok: false; reason: 'nothing-to-do' };

/**
 * States the intent to call the business, in one commit with everything it depends on. Hours, opt-out and
 * caps are looked at again, because they may have changed since the visitor asked.
 */
export async function beginOrRenewAttempt(ports: BeginPorts, effect: ClaimedEffect): Promise<Begun> {
  const record = await ports.store.load(effect.callbackId);
  if (record === undefined) return { ok: false, reason: 'nothing-to-do' };
  if (record.callback.status === 'verified') return begin(ports, record, effect);
  const { attempt } = record;
  if (
    attempt !== undefined &&
    isAttemptOpen(attempt) &&
    attempt.post === 'unprocessed' &&
    !attempt.endAsked
  ) {
    return renew(ports, attempt, effect);
  }
  return { ok: false, reason: 'nothing-to-do' };
}

async function begin(ports: BeginPorts, record: CallbackRecord, effect: ClaimedEffect): Promise<Begun> {
  const { callback } = record;
  const at = ports.clock.now();
  const { site, rules } = ports.sites.get(callback.siteId);
  const stop = async (kind: 'business-closed' | 'visitor-opted-out' | 'budget-reached'): Promise<Begun> => {
    await saveCallbackEvent(ports, callback.callbackId, { kind, at }, { settles: effect });
    return { ok: false, reason: 'nothing-to-do' };
  };
  if (site.hours !== undefined && !isOpenNow(site.hours, ports.calendar, at)) return stop('business-closed');
  if (record.attempt !== undefined && isAttemptOpen(record.attempt))
    return { ok: false, reason: 'line-busy' };
  const decision = advanceCallback(callback, { kind: 'attempt-began', at }, rules.callback);
  if ('refused' in decision) return { ok: false, reason: 'nothing-to-do' };
  const attempt = beginAttempt({
    callbackId: callback.callbackId,
    number: decision.callback.attempts,
    token: ports.secrets.capability(),
    line: site.businessNumber,
    at,
  });
  const arm = [
    {
      effect: { kind: 'check-attempt', attempt: attempt.number } as const,
      dueAt: at + rules.attempt.firstSearchMs,
    },
  ];
  const outcome = { callback: decision.callback, attempt, arm, disarm: decision.disarm };
  const guards: Guard[] = [
    { kind: 'line-free', line: site.businessNumber, lines: site.lines },
    notOptedOut(ports.secrets, callback.visitor.phone),
    { kind: 'call-covered', caps: rules.spending.caps },
  ];
  const change = changeOf(ports, record, outcome, { settles: effect, guards }, 'attempt-began');
  const committed = await ports.store.commit(change);
  if (committed.ok) return { ok: true, callback: committed.callback, attempt };
  if (committed.conflict === 'opted-out') return stop('visitor-opted-out');
  if (committed.conflict === 'budget-reached') return stop('budget-reached');
  if (committed.conflict === 'stale') return beginOrRenewAttempt(ports, effect);
  return { ok: false, reason: committed.conflict === 'line-busy' ? 'line-busy' : 'nothing-to-do' };
}

async function renew(ports: BeginPorts, attempt: Attempt, effect: ClaimedEffect): Promise<Begun> {
  const find = () => ports.store.loadAttempt(attempt.callbackId, attempt.number);
  const event = { kind: 'intent-renewed', at: ports.clock.now() } as const;
  const saved = await saveAttemptEvent(ports, find, event, { settles: effect });
  if (!saved.ok || saved.attempt === undefined || saved.attempt.intents === attempt.intents) {
    return { ok: false, reason: 'nothing-to-do' };
  }
  return { ok: true, callback: saved.callback, attempt: saved.attempt };
}
