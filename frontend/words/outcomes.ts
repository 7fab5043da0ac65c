import type { CallbackState } from '../../contract/callback.ts';

type Outcome = NonNullable<CallbackState['outcome']>;

/** How a callback ended: a heading, and a sentence with the reason. */
export const outcomeWords: Record<Outcome, readonly [title: string, text: string]> = {
  talked: ['Call finished', 'Thank you for talking to us.'],
  'business-no-answer': [
    'Sorry, we missed your call',
    'We didn’t pick up in time, so your phone didn’t ring.',
  ],
  'business-busy': [
    'We’re on another call',
    'Sorry, all of us are busy right now, so your phone didn’t ring.',
  ],
  'business-declined': [
    'Sorry, we can’t talk right now',
    'This is a bad moment for us, so your phone didn’t ring.',
  ],
  'business-voicemail': [
    'Sorry, we missed your call',
    'We didn’t pick up in time, so your phone didn’t ring.',
  ],
  'business-hung-up': ['Sorry, we lost the call', 'It ended before we could connect you.'],
  'visitor-no-answer': ['We couldn’t reach you', 'Your phone rang, but the call wasn’t answered.'],
  'visitor-busy': ['Your line was busy', 'We were ready to talk, but your phone was in use.'],
  'visitor-unreachable': ['We couldn’t reach your phone', 'It may be switched off or out of signal.'],
  'visitor-not-connected': [
    'We couldn’t connect you',
    'We were ready to talk, but the phone company didn’t put the call through.',
  ],
  'visitor-voicemail': ['We couldn’t connect you', 'Your phone was answered, but 1 wasn’t pressed.'],
  'short-or-voicemail': ['The call was cut short', 'It ended before we could talk.'],
  'perhaps-voicemail': ['The call has ended', 'It was short. We may have reached your voicemail.'],
  'technical-fault': [
    'Sorry, we lost the call',
    'Something went wrong on our side before we could connect you.',
  ],
  'carrier-refused': ['We couldn’t make the call', 'The phone company didn’t connect it.'],
  'unknown-result': [
    'We lost track of the call',
    'We can’t tell whether you were connected, so we didn’t call a second time.',
  ],
  'after-hours-notified': ['We’re closed right now', 'That’s why we didn’t call.'],
  'waited-too-long': ['Sorry, we stayed busy', 'None of us was free in time, so your phone didn’t ring.'],
  'database-moved': ['Sorry, we were interrupted', 'Our service was being moved, so we didn’t call.'],
  'budget-reached': [
    'We can’t make more calls right now',
    'Sorry, we have reached our limit for now, so we didn’t call.',
  ],
  'opted-out': [
    'You asked us not to call',
    'This number texted us STOP. Text START to our number from that phone, then ask again.',
  ],
  'number-blocked': ['We didn’t make the call', 'We can’t take requests from this number.'],
  'code-not-sent': [
    'We couldn’t text you the code',
    'Our texts don’t reach this number, so we didn’t call. Try another mobile number.',
  ],
  'code-blocked': [
    'Sorry, we couldn’t text you',
    'We can’t send texts right now, so we didn’t call. Your number is fine. Please try again later.',
  ],
  'not-verified': ['Your code has expired', 'We didn’t call. You can ask for a new one.'],
  'joined-live-request': ['Your request is already under way', 'You can follow it in the other window.'],
  'cancelled-by-visitor': ['Request cancelled', 'You can request another call at any time.'],
  'cancelled-by-operator': ['Request cancelled', 'Sorry, we had to cancel it. You can ask again.'],
};

/** Whether the business was told about the callback. */
export const noticeWords: Record<CallbackState['notice'], string> = {
  none: '',
  sending: 'We’re passing on your details.',
  delayed:
    'Your details haven’t reached our team yet. We keep trying. If it can’t wait, please contact us another way.',
  sent: 'We have your details and can call you back.',
  failed: 'Your details didn’t reach our team either. Please ask again, or contact us another way.',
};
