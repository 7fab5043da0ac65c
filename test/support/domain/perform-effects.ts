import type { AttemptEvent } from '../../../backend/domain/attempt/event.ts';
import type { LegReport } from '../../../backend/domain/attempt/leg.ts';
import { isAttemptOpen } from '../../../backend/domain/attempt/state.ts';
import type { CallbackEvent } from '../../../backend/domain/callback/event.ts';
import type { ArmedEffect, NoticeChannel } from '../../../backend/domain/effect.ts';
import { answerPost, type InMemoryEngine, placeCall, tellAttempt, tellCallback } from './in-memory-engine.ts';

/** How the carrier answers from now on. */
export type CarrierMood = 'call is over' | 'knows nothing' | 'never answers';

/** Performs the effect that is due first, at its time. Returns the time, or `undefined` when none is armed. */
export function performNext(engine: InMemoryEngine, mood: CarrierMood, now: number): number | undefined {
  const [next] = [...engine.armed].sort(([, a], [, b]) => a.dueAt - b.dueAt);
  if (next === undefined) return undefined;
  const [key, armed] = next;
  const at = Math.max(now, armed.dueAt);
  engine.armed.delete(key);
  perform(engine, armed, mood, at);
  return at;
}

function perform(
  engine: InMemoryEngine,
  { effect, dueAt }: ArmedEffect,
  mood: CarrierMood,
  at: number,
): void {
  switch (effect.kind) {
    case 'send-code':
    case 'call-code':
      tellCallback(engine, { kind: 'code-text-accepted', at, sendNumber: effect.sendNumber });
      break;
    case 'place-call':
      placeCall(engine, at);
      answerPost(engine, { kind: 'call-unanswered', at });
      break;
    case 'check-attempt':
      check(engine, effect.attempt, mood, at);
      break;
    case 'end-call':
      endCall(engine, { effect, dueAt: at }, mood);
      break;
    case 'notify-business':
      tellCallback(engine, { ...effect, kind: 'notice-accepted', at, armedAt: dueAt });
      break;
    case 'check-notice':
      tellCallback(engine, noticeAnswer(effect, mood, at));
      break;
    case 'warn-owner':
    case 'text-visitor':
      break;
    case 'nudge':
      tellCallback(engine, { ...effect, kind: 'nudge-due', at });
      break;
    case 'send-nudge':
      tellCallback(engine, { ...effect, kind: 'nudged', at });
      break;
    case 'expire-request':
      tellCallback(engine, { kind: 'request-expired', at });
      break;
    case 'give-up-waiting':
      tellCallback(engine, { kind: 'wait-exceeded', at });
      break;
    case 'last-resort':
      tellCallback(engine, { kind: 'last-resort-reached', at });
      break;
  }
}

function noticeAnswer(
  effect: { channel: NoticeChannel; attempt: number },
  mood: CarrierMood,
  at: number,
): CallbackEvent {
  if (mood !== 'call is over')
    return { kind: 'effect-gave-up', at, effect: 'check-notice', channel: effect.channel };
  return { ...effect, kind: 'notice-delivered', at, armedAt: at };
}

function check(engine: InMemoryEngine, number: number, mood: CarrierMood, at: number): void {
  const attempt = engine.attempts[number - 1];
  if (attempt === undefined || !isAttemptOpen(attempt)) return;
  tellAttempt(engine, number, shown(attempt.business.sid, mood, at));
}

function shown(sid: string | undefined, mood: CarrierMood, at: number): AttemptEvent {
  if (mood === 'never answers') return { kind: 'check-gave-up', at };
  if (mood === 'knows nothing' || sid === undefined) return { kind: 'call-not-found', at };
  return { kind: 'legs-fetched', at, business: { sid, status: 'completed' }, visitor: undefined };
}

function endCall(engine: InMemoryEngine, { effect, dueAt: at }: ArmedEffect, mood: CarrierMood): void {
  if (effect.kind !== 'end-call') return;
  const sid = effect.sid ?? engine.attempts[effect.attempt - 1]?.business.sid;
  if (sid === undefined || mood !== 'call is over') return;
  const report: LegReport = { sid, status: 'completed' };
  tellAttempt(engine, effect.attempt, { kind: 'leg-reported', at, leg: 'business', report });
}
