import type { AttemptEvent } from '../domain/attempt/event.ts';
import { type Attempt, beginAttempt, isAttemptOpen } from '../domain/attempt/state.ts';
import type { Callback } from '../domain/callback/state.ts';
import { advanceCallback } from '../domain/callback/transition.ts';
import { isBusinessOpen } from '../domain/site/business-hours.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { PlaceResult, VoiceCarrier } from '../ports/carrier/voice-carrier.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { CallbackRecord } from '../ports/store/callback-store.ts';
import type { Guard } from '../ports/store/change.ts';
import type { ClaimedEffect } from '../ports/store/effect-queue.ts';
import { buildChange } from '../usecases/commit/build-change.ts';
import { type DecisionPorts, saveAttemptEvent, saveCallbackEvent } from '../usecases/commit/save-event.ts';
import { notOptedOut } from '../usecases/opt-outs.ts';
import { backoffMs, type ClaimedAs, done, type Performed } from './handler.ts';

/** Maximum age of an intent at its POST. For an older one, the search for its call may have started. */
const maxIntentAgeMs = 3_000;

/** Retry interval while every line is busy. A freed line wakes the next callback earlier. */
const lineIntervalMs = 15_000;

/**
 * Calls the business at most once. First, one commit states the intent and removes this effect's row. Then the POST is
 * sent, here only and only while the intent is fresh. After a crash no process can repeat the POST, because the row is
 * gone; `check-attempt` searches for the call instead.
 */
export function createPlaceCall(ports: { begin: BeginPorts; voice: VoiceCarrier; log: Log }) {
  const { clock, store } = ports.begin;

  return async (claimed: ClaimedAs<'place-call'>, stopping: AbortSignal): Promise<Performed> => {
    const statedAt = clock.monotonic();
    const begun = await beginOrRenewAttempt(ports.begin, claimed);
    if (!begun.ok) {
      return begun.reason === 'line-busy' ? { result: 'wait', until: clock.now() + lineIntervalMs } : done;
    }
    const fresh = clock.monotonic() - statedAt < maxIntentAgeMs;
    // A stopping process could not answer the webhooks of a new call.
    const placed: PlaceResult = fresh && !stopping.aborted ? await post(begun) : { result: 'throttled' };
    const { attempt } = begun;
    const find = () => store.loadAttempt(attempt.callbackId, attempt.number);
    await saveAttemptEvent(ports.begin, find, eventOf(placed, attempt));
    return done;
  };

  async function post({ attempt, callback }: Extract<BeginResult, { ok: true }>): Promise<PlaceResult> {
    const { site, rules } = ports.begin.sites.get(callback.siteId);
    return ports.voice.place({
      to: attempt.line,
      extension: site.businessExtension,
      from: site.callerNumber,
      ringSeconds: rules.attempt.ringSeconds,
      maxCallSeconds: site.maxCallSeconds,
      token: attempt.token,
      reason: callback.reference,
    });
  }

  function eventOf(placed: PlaceResult, attempt: Attempt): AttemptEvent {
    const at = clock.now();
    switch (placed.result) {
      case 'placed':
        return { kind: 'call-placed', at, call: placed.call };
      case 'refused':
        ports.log.error('carrier refused a call', {
          class: placed.refusal.class,
          carrier_error: placed.refusal.code,
          fix: placed.refusal.advice,
        });
        return { kind: 'call-refused', at, code: placed.refusal.code, advice: placed.refusal.advice };
      case 'throttled':
        return {
          kind: 'call-unprocessed',
          at,
          retryAt: at + backoffMs(attempt.intents, ports.begin.secrets.jitter()),
        };
      case 'unknown':
        ports.log.warn('carrier did not confirm a call', { cause: placed.cause });
        return { kind: 'call-unanswered', at };
    }
  }
}

export type BeginPorts = DecisionPorts & { clock: Clock; calendar: Calendar };

export type BeginResult =
  /** The intent is committed. Only this caller may send the POST. */
  | { ok: true; callback: Callback; attempt: Attempt }
  /** Every line is busy, or another callback is first in the queue. */
  | { ok: false; reason: 'line-busy' }
  /** No call is due; any event that follows is saved. */
  | { ok: false; reason: 'nothing-to-do' };

/**
 * Commits the intent to call the business, with guards for everything it depends on. Opening hours, opt-out and caps
 * are checked again, because they may have changed since the visitor's request.
 */
export async function beginOrRenewAttempt(ports: BeginPorts, effect: ClaimedEffect): Promise<BeginResult> {
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

async function begin(ports: BeginPorts, record: CallbackRecord, effect: ClaimedEffect): Promise<BeginResult> {
  const { callback } = record;
  const at = ports.clock.now();
  const { site, rules } = ports.sites.get(callback.siteId);
  const stop = async (
    kind: 'business-closed' | 'visitor-opted-out' | 'budget-reached',
  ): Promise<BeginResult> => {
    await saveCallbackEvent(ports, callback.callbackId, { kind, at }, { claimed: effect });
    return { ok: false, reason: 'nothing-to-do' };
  };
  if (site.hours !== undefined && !isBusinessOpen(site.hours, ports.calendar, at))
    return stop('business-closed');
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
  const change = buildChange(ports, record, outcome, { claimed: effect, guards }, 'attempt-began');
  const committed = await ports.store.commit(change);
  if (committed.ok) return { ok: true, callback: committed.callback, attempt };
  if (committed.conflict === 'opted-out') return stop('visitor-opted-out');
  if (committed.conflict === 'budget-reached') return stop('budget-reached');
  if (committed.conflict === 'stale') return beginOrRenewAttempt(ports, effect);
  return { ok: false, reason: committed.conflict === 'line-busy' ? 'line-busy' : 'nothing-to-do' };
}

async function renew(ports: BeginPorts, attempt: Attempt, effect: ClaimedEffect): Promise<BeginResult> {
  const find = () => ports.store.loadAttempt(attempt.callbackId, attempt.number);
  const event = { kind: 'intent-renewed', at: ports.clock.now() } as const;
  const saved = await saveAttemptEvent(ports, find, event, { claimed: effect });
  if (!saved.ok || saved.attempt === undefined || saved.attempt.intents === attempt.intents) {
    return { ok: false, reason: 'nothing-to-do' };
  }
  return { ok: true, callback: saved.callback, attempt: saved.attempt };
}
