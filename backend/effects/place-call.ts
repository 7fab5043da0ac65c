import type { AttemptEvent } from '../domain/attempt/event.ts';
import { type Attempt, beginAttempt } from '../domain/attempt/state.ts';
import { advanceAttempt } from '../domain/attempt/transition.ts';
import type { Callback } from '../domain/callback/state.ts';
import { advanceCallback } from '../domain/callback/transition.ts';
import { type DialFacts, type DialRefusal, decideDial } from '../domain/dialling/decide-dial.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { PlaceResult, VoiceCarrier } from '../ports/carrier/voice-carrier.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { CallbackRecord } from '../ports/store/callback-store.ts';
import type { Change, Guard } from '../ports/store/change.ts';
import type { ClaimedEffect } from '../ports/store/effect-queue.ts';
import { buildChange } from '../usecases/commit/build-change.ts';
import { addAttemptDecision, addCallbackDecision } from '../usecases/commit/combine-decisions.ts';
import { type DecisionPorts, maxRaces, saveAttemptEvent } from '../usecases/commit/save-event.ts';
import { hasOptedOut, notOptedOut } from '../usecases/opt-outs.ts';
import { backoffMs, type ClaimedAs, done, type Performed } from './run/handler.ts';

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

/** What a lost commit showed about a callback. */
type Shown = Pick<DialFacts, 'optedOut' | 'covered'>;

/**
 * Commits the intent to call the business, first or renewed. `decideDial` decides on the loaded state; guards repeat in
 * the commit what others can change meanwhile. After a lost commit everything is loaded and decided again.
 */
export async function beginOrRenewAttempt(ports: BeginPorts, effect: ClaimedEffect): Promise<BeginResult> {
  let shown: Shown = { optedOut: false, covered: true };
  for (let race = 0; race < maxRaces; race += 1) {
    const record = await ports.store.load(effect.callbackId);
    if (record === undefined) return nothingToDo;
    const intent = buildIntent(ports, record, effect, await readFacts(ports, record, shown));
    if (!('change' in intent)) return intent;
    const committed = await ports.store.commit(intent.change);
    if (committed.ok) {
      const { attempt } = intent;
      return attempt === undefined ? nothingToDo : { ok: true, callback: committed.callback, attempt };
    }
    if (committed.conflict === 'line-busy') return lineBusy;
    if (committed.conflict === 'effect-lost') return nothingToDo;
    if (committed.conflict === 'opted-out') shown = { ...shown, optedOut: true };
    if (committed.conflict === 'budget-reached') shown = { ...shown, covered: false };
  }
  throw Object.assign(new Error('An intent lost every optimistic-lock retry.'), { code: 'too-many-races' });
}

const nothingToDo = { ok: false, reason: 'nothing-to-do' } as const;
const lineBusy = { ok: false, reason: 'line-busy' } as const;

async function readFacts(ports: BeginPorts, record: CallbackRecord, shown: Shown): Promise<DialFacts> {
  const { callback, attempt } = record;
  const { site, rules } = ports.sites.get(callback.siteId);
  const optedOut = shown.optedOut || (await hasOptedOut(ports, callback.visitor.phone));
  const { calendar, clock } = ports;
  return {
    ...{ at: clock.now(), callback, attempt, site, rules: rules.callback, calendar },
    ...{ optedOut, covered: shown.covered },
  };
}

/** A change to commit. Only an intent has an attempt; without one, the change ends the callback. */
type Intent = { change: Change; attempt: Attempt | undefined };

function buildIntent(
  ports: BeginPorts,
  record: CallbackRecord,
  claimed: ClaimedEffect,
  facts: DialFacts,
): Intent | Extract<BeginResult, { ok: false }> {
  const decision = decideDial(facts);
  switch (decision.dial) {
    case 'not-due':
      return nothingToDo;
    case 'later':
      return lineBusy;
    case 'refused':
      return refuse(ports, record, claimed, { kind: decision.because, at: facts.at });
    case 'begin':
      return begin(ports, record, claimed, facts.at);
    case 'renew':
      return renew(ports, record, claimed, { attempt: decision.attempt, at: facts.at });
  }
}

/** Ends the callback and the open attempt in one commit, so that no answer about its call comes in between. */
function refuse(
  ports: BeginPorts,
  record: CallbackRecord,
  claimed: ClaimedEffect,
  event: { kind: DialRefusal; at: number },
): Intent | typeof nothingToDo {
  const { rules } = ports.sites.get(record.callback.siteId);
  const decision = advanceCallback(record.callback, event, rules.callback);
  if ('refused' in decision) return nothingToDo;
  const outcome = addAttemptDecision(record, decision, event.at, rules.attempt);
  return { change: buildChange(ports, record, outcome, { claimed }, event.kind), attempt: undefined };
}

function begin(
  ports: BeginPorts,
  record: CallbackRecord,
  claimed: ClaimedEffect,
  at: number,
): Intent | typeof nothingToDo {
  const { callback } = record;
  const { site, rules } = ports.sites.get(callback.siteId);
  const decision = advanceCallback(callback, { kind: 'attempt-began', at }, rules.callback);
  if ('refused' in decision) return nothingToDo;
  const attempt = beginAttempt({
    callbackId: callback.callbackId,
    number: decision.callback.attempts,
    token: ports.secrets.capability(),
    line: site.businessNumber,
    at,
    visitorScreened: rules.attempt.visitorScreened,
  });
  const arm = [
    {
      effect: { kind: 'check-attempt', attempt: attempt.number } as const,
      dueAt: at + rules.attempt.firstSearchMs,
    },
  ];
  const outcome = { callback: decision.callback, attempt, arm, disarm: decision.disarm };
  const lineFree: Guard = { kind: 'line-free', line: site.businessNumber, lines: site.lines };
  const guards = [lineFree, ...dialGuards(ports, record)];
  return { change: buildChange(ports, record, outcome, { claimed, guards }, 'attempt-began'), attempt };
}

/** An attempt with an unprocessed POST still holds its line, so only the line is not claimed again. */
function renew(
  ports: BeginPorts,
  record: CallbackRecord,
  claimed: ClaimedEffect,
  { attempt, at }: { attempt: Attempt; at: number },
): Intent {
  const { rules } = ports.sites.get(record.callback.siteId);
  const decision = advanceAttempt(attempt, { kind: 'intent-renewed', at }, rules.attempt);
  const outcome = addCallbackDecision(record, decision, rules.callback);
  const extras = { claimed, guards: dialGuards(ports, record) };
  return { change: buildChange(ports, record, outcome, extras, 'intent-renewed'), attempt: decision.attempt };
}

/** Repeats in the commit what concurrent requests can change. */
function dialGuards(ports: BeginPorts, { callback }: CallbackRecord): Guard[] {
  const { rules } = ports.sites.get(callback.siteId);
  return [
    notOptedOut(ports.secrets, callback.visitor.phone),
    { kind: 'call-covered', caps: rules.spending.caps },
  ];
}
