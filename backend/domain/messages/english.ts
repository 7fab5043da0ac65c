import type { MessageWords, SpeechWords, StatusWords } from './words.ts';

export const statusEn: StatusWords = {
  pending: {
    sending: 'Callback request received. We are texting you a 6-digit code.',
    sent: 'Callback request received. Enter the 6-digit code from our text.',
    failed: 'Our text did not reach your phone. Check the number, or ask for a new code.',
    blocked: 'We cannot send texts right now. Your number is fine; please ask for a new code later.',
  },
  verified: 'Your number is confirmed. Your phone rings as soon as one of us is free.',
  calling: 'Calling our team. Keep your phone close: it rings as soon as one of us picks up.',
  connected: 'You are connected.',
  ended: 'This request has ended.',
  outcomes: {
    talked: 'We talked. Thank you for calling.',
    'business-no-answer': 'Sorry, we did not pick up in time.',
    'business-busy': 'Sorry, we are on another call.',
    'business-declined': 'Sorry, we cannot talk right now.',
    'business-voicemail': 'Sorry, we missed your call.',
    'business-hung-up': 'Sorry, the call ended before we could connect you.',
    'visitor-no-answer': 'Your phone rang, but the call was not answered.',
    'visitor-busy': 'Your line was busy when we called you.',
    'visitor-unreachable': 'We could not reach your phone.',
    'visitor-not-connected': 'The phone company could not connect the call to your phone.',
    'visitor-voicemail': 'Your phone was answered, but 1 was not pressed, so we did not connect you.',
    'short-or-voicemail': 'The call ended before we could talk.',
    'perhaps-voicemail': 'The call was short. We may have reached your voicemail.',
    'technical-fault': 'Something went wrong on our side before we could connect you.',
    'carrier-refused': 'We could not make the call.',
    'unknown-result': 'We cannot tell whether you were connected, so we did not call a second time.',
    'after-hours-notified': 'We are closed right now.',
    'waited-too-long': 'Sorry, none of us was free in time.',
    'database-moved': 'Our service was moved, so we stopped this request.',
    'budget-reached': 'We cannot make more calls right now.',
    'opted-out': 'This number texted us STOP, so we did not call.',
    'number-blocked': 'We cannot take requests from this number.',
    'code-not-sent': 'We could not text a code to this number, so we did not call.',
    'code-blocked': 'We cannot send texts right now, so we did not call. Your number is fine.',
    'not-verified': 'The code was not entered in time, so we did not call.',
    'joined-live-request': 'Your request for this number is already under way; follow that one.',
    'cancelled-by-visitor': 'You cancelled this request.',
    'cancelled-by-operator': 'Sorry, we had to cancel this request.',
  },
  notices: {
    none: '',
    sending: 'We are passing on your details.',
    delayed:
      'Your details have not reached our team yet, and we keep trying. If it cannot wait, please contact us another way.',
    sent: 'We have your details and can call you back.',
    failed: 'Your details did not reach our team. Please try again, or contact us another way.',
  },
};

const caps = {
  textsPerHour: 'texts an hour',
  callsPerDay: 'calls a day',
  minutesPerDay: 'minutes a day',
  moneyPerDay: 'money a day',
} as const;

export const messagesEn: MessageWords = {
  code: (business, code) =>
    `Your code for a call with ${business}: ${code}, valid for 10 minutes. Not you? Ignore this text.`,
  shortCode: (business, code) => `${business}: code ${code}, valid for 10 minutes.`,
  whatsappReply: (digits, host) =>
    `${digits} is your code to sign in on ${host}. Enter it on the page that is open there, ` +
    'and do not give it to anyone. Did someone ask you to send that message or to give them a code? ' +
    'Then ignore this: they are trying to sign in as you.',
  whatsappMessage: (business, code) => `Sign in to ${business}: ${code}`,
  capWarning: (business, { cap, percent }) => {
    const subject = business === undefined ? 'Callbacks' : `Callbacks for ${business}`;
    return percent === 100
      ? `${subject}: a spending limit is reached (${caps[cap]}). New requests are refused until the next hour or day. ` +
          'Unexpected? See the log.'
      : `${subject}: ${percent}% of a spending limit is used (${caps[cap]}). At 100% new requests are refused. ` +
          'Unexpected? See the log.';
  },
  testNotice: (business) => `Test: missed callbacks of ${business} will be told here.`,
  inboundMissed: (phone) =>
    phone === ''
      ? 'Missed call to your callback number, from a withheld number'
      : `Missed call to your callback number, from ${phone}`,
  missedTitle: (reference) => `Missed callback ${reference}`,
  closedTitle: (reference) => `Callback while closed ${reference}`,
  missedMany: (count, minutes) => `${count} missed callbacks in ${duration(minutes)}`,
  stillOpen: (count) =>
    count === 1
      ? 'Reminder: a missed callback is still open'
      : `Reminder: ${count} missed callbacks are still open`,
  andMore: (count) => `and ${count} more`,
  labels: {
    name: 'Name',
    phone: 'Phone',
    email: 'Email',
    about: 'About',
    page: 'Page',
    asked: 'Asked',
    act: 'Call or mark as done',
    list: 'Open the list of callbacks',
  },
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  reasons: {
    'business-no-answer': 'you did not answer',
    'business-busy': 'your line was busy, or you declined',
    'business-declined': 'you declined',
    'business-voicemail': '1 was not pressed',
    'business-hung-up': 'you hung up before the visitor was reached',
    'visitor-no-answer': 'the visitor did not answer',
    'visitor-busy': "the visitor's line was busy",
    'visitor-unreachable': 'the visitor could not be reached',
    'visitor-not-connected': "the carrier could not connect the visitor's number",
    'visitor-voicemail': "the visitor's phone was answered, but 1 was not pressed",
    'short-or-voicemail': 'the call was very short, or reached voicemail',
    'perhaps-voicemail': "your short call may have reached the visitor's voicemail",
    'technical-fault': 'a technical fault ended the call',
    'carrier-refused': 'the call could not be made',
    'unknown-result': 'we do not know whether the call was connected',
    'after-hours-notified': 'please call when you open',
    'code-blocked': 'our texts cannot be sent, so the number is not confirmed',
    'waited-too-long': 'your line did not become free in time',
    'budget-reached': 'your spending limit left no room for the call',
    'database-moved': 'the service was moved or restored; you may have had this message before',
  },
};

export const speechEn: SpeechWords = {
  screening: (name, about) =>
    `${sentence(`${name} asks for a callback${about === '' ? '' : `, about: ${about}`}`)} ` +
    'To talk to them now, press 1. To decline, press 2.',
  otherKey: 'Sorry, that key does nothing here.',
  visitorUnreachable: (name) => `${name} could not be reached. We are sending you their details. Goodbye.`,
  apology: 'Sorry, something went wrong, and we have to end this call. Goodbye.',
  inbound: (business) =>
    `This number belongs to ${business}. It calls people who asked for a callback on our website, ` +
    'and it cannot take calls. To talk to us, please ask for a callback there. Goodbye.',
  inboundConnecting: (business) => `Thank you for calling ${business}. One moment, please.`,
  inboundWhisper: (digits) =>
    `A caller rings your callback number back${digits === '' ? ', with a withheld number' : `, from ${digits}`}. ` +
    'To talk to them, press 1.',
  inboundMissed: 'We cannot take your call right now. We will see that you called. Goodbye.',
  recording: 'This call is recorded.',
  connecting: 'One moment, we are connecting you.',
  visitorScreening: (business) =>
    `This is ${business}, about the callback that you asked for. To be connected, press 1.`,
};

function duration(minutes: number): string {
  if (minutes >= 120) return `${Math.ceil(minutes / 60)} hours`;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** Ends what a visitor wrote with a full stop, unless it ends a sentence by itself. */
function sentence(text: string): string {
  return /[.!?…。！？؟]["'”’)]?$/u.test(text) ? text : `${text}.`;
}
