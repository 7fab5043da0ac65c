import type { CallbackDecision } from '../../../backend/domain/callback/decision.ts';
import type { CallbackEvent } from '../../../backend/domain/callback/event.ts';
import type { CallbackRules } from '../../../backend/domain/callback/rules.ts';
import type { Callback, CallbackStatus } from '../../../backend/domain/callback/state.ts';
import { advanceCallback } from '../../../backend/domain/callback/transition.ts';

const minute = 60_000;

export const sampleCallbackRules: CallbackRules = {
  maxUnverifiedMs: 15 * minute,
  maxWaitMs: 10 * minute,
  lastResortMs: 60 * minute,
  noticeChannels: ['sms', 'email'],
  noticesAtOnce: 1,
};

const created: Callback = {
  callbackId: 'request-1',
  siteId: 'default',
  reference: 'K7M-42QP',
  visitor: { name: 'Ann', phone: '+12015550123', email: undefined },
  subject: undefined,
  page: undefined,
  status: 'pending',
  outcome: undefined,
  notice: 'none',
  notices: [],
  code: { sendNumber: 1, sentAt: 0, guesses: 0, delivery: 'sending', withheld: false },
  attempts: 0,
  version: 1,
  createdAt: 0,
  updatedAt: 0,
  verifiedAt: undefined,
  endedAt: undefined,
  done: undefined,
};

const proven = { verifiedAt: 1_000 } as const;
const called = { ...proven, attempts: 1 } as const;

const courses: Record<CallbackStatus, Partial<Callback>> = {
  pending: {},
  verified: proven,
  calling: called,
  connected: called,
  completed: { ...called, outcome: 'talked', endedAt: 2_000 },
  failed: {
    ...called,
    outcome: 'business-no-answer',
    notice: 'sending',
    notices: [{ channel: 'sms', state: 'sending' }],
    endedAt: 2_000,
  },
  cancelled: { ...called, outcome: 'cancelled-by-visitor', endedAt: 2_000 },
};

/** A callback that reached `status` in the usual way, created at time 0. */
export function sampleCallback(status: CallbackStatus, changes: Partial<Callback> = {}): Callback {
  return { ...created, status, ...courses[status], ...changes };
}

/** Returns the decision about an event that must not be refused. */
export function decided(callback: Callback, event: CallbackEvent): CallbackDecision {
  const decision = advanceCallback(callback, event, sampleCallbackRules);
  if ('refused' in decision) throw new Error(`${event.kind} was refused in ${decision.status}`);
  return decision;
}
