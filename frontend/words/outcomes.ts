import type { CallbackState } from '../../contract/callback.ts';

type Outcome = NonNullable<CallbackState['outcome']>;

/** How a callback ended: a heading, and a sentence with the reason. */
export const outcomeWords: Record<Outcome, readonly [title: string, text: string]> = {
  talked: ['Call finished', 'We hope it helped.'],
  'business-no-answer': ['They missed the call', 'They did not answer, so we did not ring your phone.'],
  'business-busy': [
    'They are busy',
    'They are on another call or declined this one, so we did not ring your phone.',
  ],
  'business-declined': ['They cannot take the call now', 'So we did not ring your phone.'],
  'business-voicemail': [
    'They missed the call',
    'They did not take the call, so we did not ring your phone.',
  ],
  'business-hung-up': ['The call broke off', 'It ended before we could connect you.'],
  'visitor-no-answer': ['You missed the call', 'Your phone rang, but the call was not answered.'],
  'visitor-busy': ['Your line was busy', 'They took the call, but your phone was in use.'],
  'visitor-unreachable': ['We could not reach your phone', 'It may be switched off or without signal.'],
  'visitor-not-connected': [
    'The call could not be connected',
    'They took the call, but the phone company did not put it through to you.',
  ],
  'short-or-voicemail': ['The call was cut short', 'It ended before you could talk.'],
  'technical-fault': ['The call broke off', 'A fault on our side ended it before we could connect you.'],
  'carrier-refused': ['The call could not be made', 'The phone company did not connect it.'],
  'unknown-result': [
    'We lost sight of the call',
    'We do not know whether you were connected, so we did not call again.',
  ],
  'after-hours-notified': ['They are closed now', 'So we did not call.'],
  'waited-too-long': ['All lines stayed busy', 'None became free in time, so we did not call.'],
  'database-moved': ['We were interrupted', 'Our service was moved, so we did not call.'],
  'budget-reached': ['No more calls at the moment', 'They have reached their limit, so we did not call.'],
  'opted-out': [
    'We do not call this number',
    'STOP was sent from it. Text START to our number from that phone, then ask again.',
  ],
  'number-blocked': ['The call was not made', 'They do not take requests from this number.'],
  'code-not-sent': [
    'The code could not be sent',
    'Texts do not reach this number, so we did not call. Try another mobile number.',
  ],
  'code-blocked': [
    'We could not text you',
    'Our texts do not go out at the moment, so we did not call. Your number is fine. Please ask again later.',
  ],
  'not-verified': ['The code was not entered in time', 'So we did not call. You can ask again.'],
  'joined-live-request': [
    'Already under way',
    'You have a request for this number in another window. Follow that one.',
  ],
  'cancelled-by-visitor': ['Request cancelled', 'You cancelled it, so we will not call.'],
  'cancelled-by-operator': ['Request cancelled', 'The business cancelled it. You can ask again.'],
};

/** Whether the business was told about the callback. */
export const noticeWords: Record<CallbackState['notice'], string> = {
  none: '',
  sending: 'We are telling them that you asked for a call.',
  delayed: 'We could not tell them yet, and keep trying. If it cannot wait, contact them in another way.',
  sent: 'They have your number and what it is about, and can call you back.',
  failed: 'We could not tell them either. Please ask again, or contact them in another way.',
};
