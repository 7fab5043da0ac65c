import type { AttemptEvent } from '../../../backend/domain/attempt/event.ts';
import type { LegStatus } from '../../../backend/domain/attempt/leg.ts';
import { defaultAttemptRules as rules } from '../../../backend/domain/attempt/rules.ts';
import { businessSid, visitorSid } from './sample-attempt.ts';

/** A time after the usual steps, long before any deadline. */
export const at = 30_000;

/** A report about the business's leg. */
export function business(status: LegStatus, sid = businessSid): AttemptEvent {
  return { kind: 'leg-reported', at, leg: 'business', report: { sid, status } };
}

/** Returns the event of a report about the visitor's leg. */
export function visitor(status: LegStatus, talkSeconds?: number): AttemptEvent {
  return { kind: 'leg-reported', at, leg: 'visitor', report: { sid: visitorSid, status, talkSeconds } };
}

export function key(digits: string): AttemptEvent {
  return { kind: 'key-pressed', at, sid: businessSid, digits, token: 'keys-1' };
}

const over: AttemptEvent = {
  kind: 'legs-fetched',
  at,
  business: { sid: businessSid, status: 'completed', talkSeconds: 60 },
  visitor: { sid: visitorSid, status: 'completed', talkSeconds: 60 },
};

/** Every kind of event, with each variant that has its own decision. */
export const attemptEvents = {
  'intent-renewed': { kind: 'intent-renewed', at },
  'call-placed': { kind: 'call-placed', at, call: { sid: businessSid, status: 'queued' } },
  'call-placed, another': { kind: 'call-placed', at, call: { sid: 'CA-other', status: 'queued' } },
  'call-refused': { kind: 'call-refused', at, code: '21215', advice: 'allow the country' },
  'call-unprocessed': { kind: 'call-unprocessed', at, retryAt: at + 1_000 },
  'call-unanswered': { kind: 'call-unanswered', at },
  'business rings': business('ringing'),
  'business answers': business('in-progress'),
  'business completed': business('completed'),
  'business busy': business('busy'),
  'business no-answer': business('no-answer'),
  'business failed': business('failed'),
  'business canceled': business('canceled'),
  'another call rings': business('ringing', 'CA-other'),
  'visitor rings': visitor('ringing'),
  'visitor answers': visitor('in-progress'),
  'visitor completed': visitor('completed', 60),
  'visitor busy': visitor('busy'),
  'prompt-asked': { kind: 'prompt-asked', at, sid: businessSid, token: 'prompt-1' },
  'key 1': key('1'),
  'key 2': key('2'),
  'key 5': key('5'),
  'no key': key(''),
  'dial-finished': {
    kind: 'dial-finished',
    at,
    sid: businessSid,
    visitor: { sid: visitorSid, status: 'no-answer' },
    bridged: false,
  },
  'dial refused': {
    kind: 'dial-finished',
    at,
    sid: businessSid,
    visitor: { sid: undefined, status: 'failed' },
    bridged: false,
    error: { code: '13227', advice: 'allow the country' },
  },
  'visitor presses 1': {
    kind: 'visitor-key-pressed',
    at,
    sid: visitorSid,
    parentSid: businessSid,
    digits: '1',
    isLast: false,
  },
  'instruction-failed': {
    kind: 'instruction-failed',
    at,
    sid: businessSid,
    error: { code: '11200', advice: 'check the address' },
  },
  'not found, early': { kind: 'call-not-found', at },
  'not found, window closed': { kind: 'call-not-found', at: rules.noSidWindowMs },
  'not known to the carrier': { kind: 'call-not-found', at: rules.noSidWindowMs, sid: businessSid },
  'fetched, talking': {
    kind: 'legs-fetched',
    at,
    business: { sid: businessSid, status: 'in-progress' },
    visitor: undefined,
  },
  'fetched, over': over,
  'listed, rings': {
    kind: 'call-listed',
    at,
    business: { sid: 'CA-listed', status: 'ringing' },
    visitor: undefined,
  },
  'listed, over': {
    kind: 'call-listed',
    at: rules.noSidWindowMs,
    business: { sid: 'CA-listed', status: 'completed', talkSeconds: 60 },
    visitor: undefined,
  },
  'end-asked': { kind: 'end-asked', at },
  'check-gave-up': { kind: 'check-gave-up', at },
  'check-gave-up, late': { kind: 'check-gave-up', at: rules.noSidWindowMs },
} satisfies Record<string, AttemptEvent>;
