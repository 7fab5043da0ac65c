import type { ArmedEffect, Effect, NoticeChannel } from './effect.ts';
import type { CallbackEvent, CallbackEventKind } from './event.ts';
import type { CallbackRules } from './rules.ts';
import { type Callback, type CallbackStatus, hasEnded, type Outcome } from './state.ts';

export type CallbackDecision = {
  callback: Callback;
  arm: ArmedEffect[];
  disarm: Effect[];
  /** The current attempt's call must be ended. */
  endsAttempt: boolean;
};

export type Refusal = { refused: 'not-in-this-state'; status: CallbackStatus };

/**
 * What one event means in one status: `ignored` for what may come late or twice without harm, `refused` for what
 * somebody asked and must be told about.
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

/** Decides what an event means for a callback. Pure, and every pair of status and event stands in the table. */
export function advanceCallback(
  callback: Callback,
  event: CallbackEvent,
  rules: CallbackRules,
): CallbackDecision | Refusal {
  const rule = table[event.kind][callback.status] as Rule<CallbackEventKind>;
  if (rule === 'refused') return { refused: 'not-in-this-state', status: callback.status };
  if (rule === 'ignored') return unchanged(callback);
  return rule(callback, event, rules);
}

const timers: Effect[] = [
  { kind: 'place-call' },
  { kind: 'give-up-waiting' },
  { kind: 'expire-request' },
  { kind: 'last-resort' },
];

function unchanged(callback: Callback): CallbackDecision {
  return { callback, arm: [], disarm: [], endsAttempt: false };
}

function end(
  callback: Callback,
  at: number,
  status: 'completed' | 'failed' | 'cancelled',
  outcome: Outcome,
): CallbackDecision {
  return {
    callback: { ...callback, status, outcome, endedAt: at },
    arm: [],
    disarm: [...timers, { kind: 'send-code', sendNumber: callback.code.sendNumber }],
    endsAttempt: callback.status === 'calling' || callback.status === 'connected',
  };
}

/** Ends a proven request that did not become a conversation: the business is always told. */
function miss(callback: Callback, at: number, outcome: Outcome, rules: CallbackRules): CallbackDecision {
  const ended = end(callback, at, 'failed', outcome);
  const [first] = rules.noticeChannels;
  if (first === undefined) return { ...ended, callback: { ...ended.callback, notice: 'failed' } };
  return {
    ...ended,
    callback: { ...ended.callback, notice: 'sending' },
    arm: [notify(callback, first, at)],
  };
}

function notify(callback: Callback, channel: NoticeChannel, at: number): ArmedEffect {
  return { effect: { kind: 'notify-business', channel, attempt: callback.attempts }, dueAt: at };
}

function verify(callback: Callback, at: number, rules: CallbackRules): CallbackDecision {
  return {
    callback: {
      ...callback,
      status: 'verified',
      outcome: undefined,
      notice: 'none',
      verifiedAt: at,
      endedAt: undefined,
    },
    arm: [
      { effect: { kind: 'place-call' }, dueAt: at },
      { effect: { kind: 'give-up-waiting' }, dueAt: at + rules.maxWait },
      { effect: { kind: 'last-resort' }, dueAt: at + rules.lastResort },
    ],
    disarm: [{ kind: 'expire-request' }, { kind: 'send-code', sendNumber: callback.code.sendNumber }],
    endsAttempt: false,
  };
}

function cancel(by: 'visitor' | 'operator') {
  return (callback: Callback, event: { at: number }) =>
    end(callback, event.at, 'cancelled', by === 'visitor' ? 'cancelled-by-visitor' : 'cancelled-by-operator');
}

function finishAttempt(
  callback: Callback,
  event: Extract<CallbackEvent, { kind: 'attempt-ended' }>,
  rules: CallbackRules,
): CallbackDecision {
  const decision =
    event.outcome === 'talked'
      ? end(callback, event.at, 'completed', 'talked')
      : miss(callback, event.at, event.outcome, rules);
  return { ...decision, endsAttempt: false };
}

function sendAgain(callback: Callback, event: { at: number }): CallbackDecision {
  const sendNumber = callback.code.sendNumber + 1;
  return {
    ...unchanged(callback),
    callback: { ...callback, code: { sendNumber, sentAt: event.at, guesses: 0, delivery: 'sending' } },
    arm: [{ effect: { kind: 'send-code', sendNumber }, dueAt: event.at }],
    disarm: [{ kind: 'send-code', sendNumber: callback.code.sendNumber }],
  };
}

function noteDelivery(delivery: 'sent' | 'failed') {
  return (callback: Callback, event: { sendNumber: number }): CallbackDecision => {
    const current = callback.code.sendNumber === event.sendNumber && callback.code.delivery !== 'failed';
    return unchanged(current ? { ...callback, code: { ...callback.code, delivery } } : callback);
  };
}

/** The next channel is tried when one failed; when none is left, the operator must see it. */
function tryNextChannel(
  callback: Callback,
  event: { at: number; channel: NoticeChannel | undefined },
  rules: CallbackRules,
): CallbackDecision {
  if (event.channel === undefined) return unchanged(callback);
  const next = rules.noticeChannels[rules.noticeChannels.indexOf(event.channel) + 1];
  if (next === undefined) return unchanged({ ...callback, notice: 'failed' });
  return {
    ...unchanged({ ...callback, notice: 'sending' }),
    arm: [notify(callback, next, event.at)],
  };
}

function noteNotice(callback: Callback): CallbackDecision {
  return unchanged(callback.notice === 'sending' ? { ...callback, notice: 'sent' } : callback);
}

/** A failing timer must not leave a request hanging; a failing text ends or degrades what it was for. */
function giveUp(
  callback: Callback,
  event: Extract<CallbackEvent, { kind: 'effect-gave-up' }>,
  rules: CallbackRules,
): CallbackDecision {
  switch (event.effect) {
    case 'send-code':
      return callback.status === 'pending'
        ? end(callback, event.at, 'failed', 'code-not-sent')
        : unchanged(callback);
    case 'expire-request':
      return callback.status === 'pending'
        ? end(callback, event.at, 'failed', 'not-verified')
        : unchanged(callback);
    case 'notify-business':
      return callback.status === 'failed' ? tryNextChannel(callback, event, rules) : unchanged(callback);
    case 'place-call':
    case 'give-up-waiting':
    case 'last-resort':
      return isProven(callback.status)
        ? miss(callback, event.at, 'unknown-result', rules)
        : unchanged(callback);
    case 'check-attempt':
    case 'end-call':
      return unchanged(callback);
  }
}

function isProven(status: CallbackStatus): boolean {
  return status !== 'pending' && !hasEnded(status);
}

/** The same rule in every status but those named. */
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

const table: Table = {
  'code-requested': everywhere('refused', { pending: sendAgain }),
  'wrong-code-entered': everywhere('ignored', {
    pending: (callback) =>
      unchanged({ ...callback, code: { ...callback.code, guesses: callback.code.guesses + 1 } }),
  }),
  'phone-proven': everywhere('ignored', {
    pending: (callback, event, rules) => verify(callback, event.at, rules),
    failed: 'refused',
    cancelled: 'refused',
  }),
  'live-request-found': everywhere('refused', {
    pending: (callback, event) => end(callback, event.at, 'cancelled', 'joined-live-request'),
  }),
  'visitor-cancelled': everywhere(cancel('visitor'), {
    completed: 'refused',
    failed: 'refused',
    cancelled: 'ignored',
  }),
  'operator-cancelled': everywhere(cancel('operator'), {
    completed: 'refused',
    failed: 'refused',
    cancelled: 'ignored',
  }),
  'retry-asked': everywhere('refused', {
    failed: (callback, event, rules) =>
      callback.verifiedAt === undefined
        ? { refused: 'not-in-this-state', status: 'failed' }
        : verify(callback, event.at, rules),
  }),
  'attempt-began': everywhere('refused', {
    verified: (callback) => ({
      ...unchanged({ ...callback, status: 'calling', attempts: callback.attempts + 1 }),
      disarm: [{ kind: 'give-up-waiting' }, { kind: 'place-call' }],
    }),
  }),
  'business-closed': everywhere('refused', {
    verified: (callback, event, rules) => miss(callback, event.at, 'after-hours-notified', rules),
  }),
  'visitor-opted-out': everywhere('refused', {
    verified: (callback, event) => end(callback, event.at, 'failed', 'opted-out'),
  }),
  'visitor-answered': everywhere('ignored', {
    calling: (callback) => unchanged({ ...callback, status: 'connected' }),
  }),
  'attempt-ended': everywhere('ignored', { calling: finishAttempt, connected: finishAttempt }),
  'code-accepted': everywhere('ignored', { pending: noteDelivery('sent') }),
  'code-undelivered': everywhere('ignored', { pending: noteDelivery('failed') }),
  'notice-accepted': everywhere('ignored', { failed: noteNotice }),
  'notice-undelivered': everywhere('ignored', { failed: tryNextChannel }),
  'request-expired': everywhere('ignored', {
    pending: (callback, event) => end(callback, event.at, 'failed', 'not-verified'),
  }),
  'wait-exceeded': everywhere('ignored', {
    verified: (callback, event, rules) => miss(callback, event.at, 'waited-too-long', rules),
  }),
  'last-resort-reached': everywhere('ignored', {
    verified: (callback, event, rules) => miss(callback, event.at, 'unknown-result', rules),
    calling: (callback, event, rules) => miss(callback, event.at, 'unknown-result', rules),
    connected: (callback, event, rules) => miss(callback, event.at, 'unknown-result', rules),
  }),
  'effect-gave-up': everywhere(giveUp),
};
