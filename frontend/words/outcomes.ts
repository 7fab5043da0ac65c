import type { CallbackState } from '../../contract/callback.ts';

type Outcome = NonNullable<CallbackState['outcome']>;

/** How a request ended: a heading, and a sentence for whoever wonders why. */
export const outcomeWords: Record<Outcome, readonly [title: string, text: string]> = {
  talked: ['Call finished', 'We hope it helped.'],
  'business-no-answer': ['They missed the call', 'Nobody picked up, so we did not ring your phone.'],
  'business-busy': [
    'They are busy',
    'They are on another call or declined this one, so we did not ring your phone.',
  ],
  'business-declined': ['They cannot take it just now', 'So we did not ring your phone.'],
  'business-voicemail': ['They missed the call', 'Nobody took it in person, so we did not ring your phone.'],
  'business-hung-up': ['The call broke off', 'It ended before you could be connected.'],
  'visitor-no-answer': ['You missed the call', 'Your phone rang, but nobody answered it.'],
  'visitor-busy': ['Your line was busy', 'They took the call, but your phone was in use.'],
  'visitor-unreachable': ['We could not reach your phone', 'It may be switched off or without signal.'],
  'short-or-voicemail': ['The call was cut short', 'It ended before you could talk.'],
  'carrier-refused': ['The call could not be made', 'The phone company did not put it through.'],
  'unknown-result': [
    'We lost sight of the call',
    'We could not find out whether it came about, so we did not call again.',
  ],
  'after-hours-notified': ['They are closed now', 'So nobody was called.'],
  'waited-too-long': ['All lines stayed busy', 'None became free in time, so nobody was called.'],
  'database-moved': ['We were interrupted', 'Our service was moved in between, so nobody was called.'],
  'budget-reached': [
    'No more calls at the moment',
    'They cannot make more calls at the moment, so nobody was called.',
  ],
  'opted-out': [
    'This number is not called',
    'Somebody sent STOP from it. Text START to our number from that phone, then ask again.',
  ],
  'code-not-sent': [
    'The code could not be sent',
    'No text reaches this number, so nobody was called. Try another mobile number.',
  ],
  'not-verified': ['The code was not entered in time', 'So nobody was called. You can ask again.'],
  'joined-live-request': [
    'Already under way',
    'A request for this number is being served in another window. Follow that one.',
  ],
  'cancelled-by-visitor': ['Request cancelled', 'You cancelled it, and nobody will be called.'],
  'cancelled-by-operator': ['Request cancelled', 'The business cancelled it. You can ask again.'],
};

/** Whether the business has learnt of the request. */
export const noticeWords: Record<CallbackState['notice'], string> = {
  none: '',
  sending: 'We are telling them that you asked for a call.',
  sent: 'They have your number and what it is about, and can call you back.',
  failed: 'We could not tell them either. Please ask again, or reach them in another way.',
};
