import type { CallbackRow } from '../../../contract/operator/callbacks.ts';

export type Status = CallbackRow['status'];
export type Outcome = NonNullable<CallbackRow['outcome']>;

export const statusWords: Record<Status, string> = {
  pending: 'Unproven',
  verified: 'Waiting',
  calling: 'Calling',
  connected: 'Talking',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const stepWords: Record<NonNullable<CallbackRow['step']>, string> = {
  'calling-business': 'Your phone rings',
  'business-screening': 'You answered; waiting for 1',
  'calling-visitor': 'Visitor’s phone rings',
  bridged: 'Talking',
};

/** How a callback ended, from the side of the business. */
export const outcomeWords: Record<Outcome, string> = {
  talked: 'You talked',
  'business-no-answer': 'You did not answer',
  'business-busy': 'Your line was busy',
  'business-declined': 'You declined',
  'business-voicemail': 'Your voicemail answered',
  'business-hung-up': 'You hung up early',
  'visitor-no-answer': 'Visitor did not answer',
  'visitor-busy': 'Visitor’s line was busy',
  'visitor-unreachable': 'Visitor’s phone was off',
  'visitor-not-connected': 'Not put through to the visitor',
  'short-or-voicemail': 'Too short, or voicemail',
  'perhaps-voicemail': 'Perhaps the visitor’s voicemail',
  'visitor-voicemail': 'Visitor’s voicemail answered',
  'technical-fault': 'Technical fault',
  'carrier-refused': 'The carrier refused the call',
  'unknown-result': 'Result unknown',
  'after-hours-notified': 'Outside your hours',
  'waited-too-long': 'No line became free',
  'budget-reached': 'Spending limit reached',
  'database-moved': 'Interrupted by a move',
  'opted-out': 'Number opted out',
  'number-blocked': 'Number is blocked',
  'code-not-sent': 'Code could not be sent',
  'code-blocked': 'Texts do not go out',
  'not-verified': 'Code was not entered',
  'joined-live-request': 'Joined another request',
  'cancelled-by-visitor': 'Cancelled by the visitor',
  'cancelled-by-operator': 'Cancelled by an operator',
};

export const noticeWords: Record<CallbackRow['notice'], string> = {
  none: 'Not needed',
  sending: 'Being sent',
  delayed: 'Delayed; tried again for a day',
  sent: 'Sent',
  failed: 'Could not be sent',
};

/** Turns an identifier such as `call-closed` into words. */
export function readable(identifier: string): string {
  const text = identifier.replaceAll(/[-_]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
