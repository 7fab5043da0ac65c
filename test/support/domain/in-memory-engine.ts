import type { AttemptEvent } from '../../../backend/domain/attempt/event.ts';
import { type AttemptRules, defaultAttemptRules } from '../../../backend/domain/attempt/rules.ts';
import { type Attempt, isAttemptOpen } from '../../../backend/domain/attempt/state.ts';
import { advanceAttempt } from '../../../backend/domain/attempt/transition.ts';
import type { CallbackEvent } from '../../../backend/domain/callback/event.ts';
import type { Callback } from '../../../backend/domain/callback/state.ts';
import { advanceCallback } from '../../../backend/domain/callback/transition.ts';
import { type ArmedEffect, type Effect, effectKey } from '../../../backend/domain/effect.ts';
import { newAttempt } from './sample-attempt.ts';
import { sampleCallback, sampleCallbackRules } from './sample-callback.ts';

/** One callback with its attempts and armed effects in memory: both machines joined as the use cases join them. */
export type InMemoryEngine = {
  callback: Callback;
  attempts: Attempt[];
  armed: Map<string, ArmedEffect>;
  /** Attempts whose POSTs have no answer yet. */
  posting: Set<number>;
  /** Number of possibly executed POSTs per attempt. */
  posts: Map<number, number>;
};

export function newInMemoryEngine(): InMemoryEngine {
  const engine: InMemoryEngine = {
    callback: sampleCallback('pending'),
    attempts: [],
    armed: new Map(),
    posting: new Set(),
    posts: new Map(),
  };
  arm(engine, [
    { effect: { kind: 'send-code', sendNumber: 1 }, dueAt: 0 },
    { effect: { kind: 'expire-request' }, dueAt: sampleCallbackRules.maxUnverifiedMs },
  ]);
  return engine;
}

export function currentAttempt({ attempts }: InMemoryEngine): Attempt | undefined {
  return attempts.at(-1);
}

/** Applies an event to the callback. A callback that ends with a live call makes the attempt end it. */
export function tellCallback(engine: InMemoryEngine, event: CallbackEvent): void {
  const attempt = currentAttempt(engine);
  if (event.kind === 'retry-asked' && attempt !== undefined && isAttemptOpen(attempt)) return;
  const decision = advanceCallback(engine.callback, event, sampleCallbackRules);
  if ('refused' in decision) return;
  engine.callback = decision.callback;
  disarm(engine, decision.disarm);
  arm(engine, decision.arm);
  if (decision.endsAttempt && attempt !== undefined) {
    tellAttempt(engine, attempt.number, { kind: 'end-asked', at: event.at });
  }
}

/** Applies an event to an attempt. Only the current attempt reports to the callback. */
export function tellAttempt(
  engine: InMemoryEngine,
  number: number,
  event: AttemptEvent,
  rules: AttemptRules = defaultAttemptRules,
): void {
  const attempt = engine.attempts[number - 1];
  if (attempt === undefined) return;
  const decision = advanceAttempt(attempt, event, rules);
  engine.attempts[number - 1] = decision.attempt;
  disarm(engine, decision.disarm);
  arm(engine, decision.arm);
  if (decision.tells !== undefined && number === engine.callback.attempts) {
    tellCallback(engine, decision.tells);
  }
}

/** Starts an attempt or renews its intent, and sends the POST. Its answer is an event. */
export function placeCall(engine: InMemoryEngine, at: number): void {
  const attempt = currentAttempt(engine);
  engine.armed.delete('place-call');
  if (engine.callback.status === 'verified') {
    if (attempt !== undefined && isAttemptOpen(attempt)) {
      arm(engine, [{ effect: { kind: 'place-call' }, dueAt: at + 15_000 }]);
      return;
    }
    begin(engine, at);
  } else if (attempt?.post === 'unprocessed' && isAttemptOpen(attempt)) {
    tellAttempt(engine, attempt.number, { kind: 'intent-renewed', at });
    post(engine, attempt.number);
  }
}

function begin(engine: InMemoryEngine, at: number): void {
  tellCallback(engine, { kind: 'attempt-began', at });
  const { attempts: number } = engine.callback;
  engine.attempts.push({ ...newAttempt(number), intendedAt: at });
  const dueAt = at + defaultAttemptRules.firstSearchMs;
  arm(engine, [{ effect: { kind: 'check-attempt', attempt: number }, dueAt }]);
  post(engine, number);
}

function post(engine: InMemoryEngine, number: number): void {
  engine.posting.add(number);
  engine.posts.set(number, (engine.posts.get(number) ?? 0) + 1);
}

/** The result of the oldest unanswered POST. A rejected POST was not executed. */
export function answerPost(engine: InMemoryEngine, event: AttemptEvent): void {
  const [number] = engine.posting;
  if (number === undefined) return;
  engine.posting.delete(number);
  if (event.kind === 'call-unprocessed') engine.posts.set(number, (engine.posts.get(number) ?? 0) - 1);
  tellAttempt(engine, number, event);
}

function arm(engine: InMemoryEngine, effects: readonly ArmedEffect[]): void {
  for (const armed of effects) engine.armed.set(effectKey(armed.effect), armed);
}

function disarm(engine: InMemoryEngine, effects: readonly Effect[]): void {
  for (const effect of effects) engine.armed.delete(effectKey(effect));
}
