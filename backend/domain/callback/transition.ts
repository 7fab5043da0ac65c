import type { Outcome } from '../outcome.ts';
import {
  beginCodeCall,
  codeEffect,
  codeStanding,
  countWrongCode,
  noteCodeSent,
  noteCodeUndelivered,
  renewCode,
} from './code.ts';
import { type CallbackDecision, type Refusal, unchanged } from './decision.ts';
import { endCallback, endMissed, finishAttempt } from './ending.ts';
import type { CallbackEvent, CallbackEventKind } from './event.ts';
import {
  effectsOfChannel,
  noteNoticeAccepted,
  noteNoticeDelayed,
  noteNoticeDelivered,
  noteNoticeGivenUp,
  noteNoticeHandedOver,
  noteNoticeUndelivered,
} from './notice.ts';
import { beginNudge, effectsAfterMiss, noteNudged } from './nudge.ts';
import { type CallbackRules, withoutSms } from './rules.ts';
import type { Callback, CallbackStatus } from './state.ts';

/**
 * What one event means in one status. `ignored`: a late or repeated event without effect. `refused`: the visitor or
 * operator who asked gets an error.
 */
type Rule<K extends CallbackEventKind> =
  | 'ignored'
  | 'refused'
  | ((
      callback: Callback,
      event: Extract<CallbackEvent, { kind: K }>,
      rules: CallbackRules,
    ) => CallbackDecision | Refusal);

type Table = { [K in CallbackEventKind]: Record<CallbackStatus, Rule<K>> };

/** Decides what an event means for a callback. The table has a cell for every status and event. */
export function advanceCallback(
  callback: Callback,
  event: CallbackEvent,
  rules: CallbackRules,
): CallbackDecision | Refusal {
  const rule = table[event.kind][callback.status] as Rule<CallbackEventKind>;
  if (rule === 'refused') return refusal(callback);
  if (rule === 'ignored') return unchanged(callback);
  return rule(callback, event, rules);
}

function refusal({ status }: Callback): Refusal {
  return { refused: 'not-in-this-state', status };
}

/** Concurrent guesses are counted one by one, so a right code after the last allowed guess is refused. */
function acceptProof(
  callback: Callback,
  event: { at: number },
  rules: CallbackRules,
): CallbackDecision | Refusal {
  return codeStanding(callback.code, event.at) === 'usable'
    ? verify(callback, event, rules)
    : refusal(callback);
}

/** Without budget for a call the business is still notified; by SMS only when the notice itself is paid for. */
function acceptProofOverBudget(
  callback: Callback,
  { at, textPaid }: { at: number; textPaid: boolean },
  rules: CallbackRules,
): CallbackDecision | Refusal {
  if (codeStanding(callback.code, at) !== 'usable') return refusal(callback);
  const affordable = textPaid ? rules : withoutSms(rules);
  return endMissed({ ...callback, verifiedAt: at }, at, 'budget-reached', affordable);
}

function verify(callback: Callback, { at }: { at: number }, rules: CallbackRules): CallbackDecision {
  return {
    callback: {
      ...callback,
      status: 'verified',
      outcome: undefined,
      notice: 'none',
      notices: [],
      verifiedAt: at,
      endedAt: undefined,
      done: undefined,
    },
    arm: [
      { effect: { kind: 'place-call' }, dueAt: at },
      { effect: { kind: 'give-up-waiting' }, dueAt: at + rules.maxWaitMs },
      { effect: { kind: 'last-resort' }, dueAt: at + rules.lastResortMs },
    ],
    disarm: [{ kind: 'expire-request' }, codeEffect(callback.code)],
    endsAttempt: false,
  };
}

/** Disarms the notices of the last end; the next end arms its own. */
function retry(callback: Callback, event: { at: number }, rules: CallbackRules): CallbackDecision | Refusal {
  if (callback.verifiedAt === undefined) return refusal(callback);
  const verified = verify(callback, event, rules);
  const channels = new Set([...rules.noticeChannels, ...callback.notices.map(({ channel }) => channel)]);
  const lastNotices = [...channels].flatMap((channel) => effectsOfChannel(callback, channel));
  return { ...verified, disarm: [...verified.disarm, ...lastNotices, ...effectsAfterMiss(callback)] };
}

/** A repeated mark keeps the first operator. What was dealt with needs no reminder. */
function markDone(callback: Callback, { at, by }: { at: number; by: string }): CallbackDecision {
  if (callback.done !== undefined) return unchanged(callback);
  return { ...unchanged({ ...callback, done: { at, by } }), disarm: effectsAfterMiss(callback) };
}

function undoDone(callback: Callback): CallbackDecision {
  return unchanged(callback.done === undefined ? callback : { ...callback, done: undefined });
}

function beginAttempt(callback: Callback): CallbackDecision {
  return {
    ...unchanged({ ...callback, status: 'calling', attempts: callback.attempts + 1 }),
    disarm: [{ kind: 'give-up-waiting' }, { kind: 'place-call' }],
  };
}

function endAs(status: 'failed' | 'cancelled', outcome: Outcome) {
  return (callback: Callback, event: { at: number }) => endCallback(callback, event.at, status, outcome);
}

/**
 * A visitor whose code could not be sent for a fault of the platform did not enter it too late. The business is told by the
 * channels that do not depend on texts, so that the visitor is not lost.
 */
function endUnproven(callback: Callback, { at }: { at: number }, rules: CallbackRules): CallbackDecision {
  if (callback.code.delivery !== 'blocked') return endCallback(callback, at, 'failed', 'not-verified');
  return endMissed(callback, at, 'code-blocked', withoutSms(rules));
}

function missAs(outcome: Outcome) {
  return (callback: Callback, event: { at: number }, rules: CallbackRules) =>
    endMissed(callback, event.at, outcome, rules);
}

/** Applies an effect that the runner gave up: a timer acts as if it fired, a message counts as undelivered. */
function applyGivenUp(
  callback: Callback,
  event: Extract<CallbackEvent, { kind: 'effect-gave-up' }>,
  rules: CallbackRules,
): CallbackDecision | Refusal {
  const { at } = event;
  switch (event.effect) {
    case 'send-code':
    case 'call-code':
      return callback.status === 'pending'
        ? endCallback(callback, at, 'failed', 'code-not-sent')
        : unchanged(callback);
    case 'notify-business':
    case 'check-notice':
      if (callback.status !== 'failed') return unchanged(callback);
      return noteNoticeGivenUp(callback, { ...event, effect: event.effect }, rules);
    case 'expire-request':
      return advanceCallback(callback, { kind: 'request-expired', at }, rules);
    case 'give-up-waiting':
      return advanceCallback(callback, { kind: 'wait-exceeded', at }, rules);
    case 'place-call':
      // Without an intent nothing was dialled.
      return callback.status === 'verified'
        ? endMissed(callback, at, 'carrier-refused', rules)
        : advanceCallback(callback, { kind: 'last-resort-reached', at }, rules);
    case 'last-resort':
      return advanceCallback(callback, { kind: 'last-resort-reached', at }, rules);
    case 'check-attempt':
    case 'end-call':
    case 'warn-owner':
    case 'nudge':
    case 'send-nudge':
    case 'text-visitor':
      return unchanged(callback);
  }
}

/** Returns the rule `rest` for every status, except those in `named`. */
function everywhere<K extends CallbackEventKind>(
  rest: Rule<K>,
  named: Partial<Record<CallbackStatus, Rule<K>>> = {},
): Record<CallbackStatus, Rule<K>> {
  return {
    pending: rest,
    verified: rest,
    calling: rest,
    connected: rest,
    completed: rest,
    failed: rest,
    cancelled: rest,
    ...named,
  };
}

/** A call is due in `verified`, and in `calling` while its intent must be renewed. */
function beforeDialling<K extends CallbackEventKind>(rule: Rule<K>): Record<CallbackStatus, Rule<K>> {
  return everywhere<K>('refused', { verified: rule, calling: rule });
}

/** A cancellation after the end is refused; a repeated one is ignored. */
const afterTheEnd = { completed: 'refused', failed: 'refused', cancelled: 'ignored' } as const;

const table: Table = {
  'code-requested': everywhere('refused', { pending: renewCode }),
  'wrong-code-entered': everywhere('ignored', { pending: countWrongCode }),
  'phone-proven': everywhere('ignored', { pending: acceptProof, failed: 'refused', cancelled: 'refused' }),
  'proven-beyond-budget': everywhere('ignored', {
    pending: acceptProofOverBudget,
    failed: 'refused',
    cancelled: 'refused',
  }),
  'phone-vouched': everywhere('refused', { pending: verify }),
  'live-request-found': everywhere('refused', { pending: endAs('cancelled', 'joined-live-request') }),
  'visitor-cancelled': everywhere(endAs('cancelled', 'cancelled-by-visitor'), afterTheEnd),
  'operator-cancelled': everywhere(endAs('cancelled', 'cancelled-by-operator'), afterTheEnd),
  'retry-asked': everywhere('refused', { failed: retry }),
  'marked-done': everywhere('refused', { failed: markDone }),
  'done-undone': everywhere('refused', { failed: undoDone }),
  'attempt-began': everywhere('refused', { verified: beginAttempt }),
  'business-closed': beforeDialling(missAs('after-hours-notified')),
  'visitor-opted-out': beforeDialling(endAs('failed', 'opted-out')),
  'number-blocked': beforeDialling(endAs('failed', 'number-blocked')),
  'call-expired': beforeDialling(missAs('waited-too-long')),
  'budget-reached': beforeDialling(missAs('budget-reached')),
  'visitor-answered': everywhere('ignored', {
    calling: (callback) => unchanged({ ...callback, status: 'connected' }),
  }),
  'attempt-ended': everywhere('ignored', { calling: finishAttempt, connected: finishAttempt }),
  'code-call-began': everywhere<'code-call-began'>('refused', { pending: beginCodeCall }),
  'code-text-accepted': everywhere('ignored', { pending: noteCodeSent }),
  'code-text-undelivered': everywhere('ignored', { pending: noteCodeUndelivered }),
  'notice-accepted': everywhere('ignored', { failed: noteNoticeAccepted }),
  'notice-delayed': everywhere('ignored', { failed: noteNoticeDelayed }),
  'notice-handed-over': everywhere('ignored', { failed: noteNoticeHandedOver }),
  'notice-delivered': everywhere('ignored', { failed: noteNoticeDelivered }),
  'notice-undelivered': everywhere('ignored', { failed: noteNoticeUndelivered }),
  'nudge-due': everywhere('ignored', { failed: beginNudge }),
  nudged: everywhere('ignored', { failed: noteNudged }),
  'text-reported': everywhere('ignored'),
  'request-expired': everywhere('ignored', { pending: endUnproven }),
  'wait-exceeded': everywhere('ignored', { verified: missAs('waited-too-long') }),
  'last-resort-reached': everywhere('ignored', {
    // Nothing was dialled, so the result is known.
    verified: missAs('waited-too-long'),
    calling: missAs('unknown-result'),
    connected: missAs('unknown-result'),
  }),
  'database-moved': everywhere('ignored', {
    verified: missAs('database-moved'),
    calling: missAs('database-moved'),
  }),
  'effect-gave-up': everywhere(applyGivenUp),
};
