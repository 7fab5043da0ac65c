import type { MessageWords, SpeechWords, StatusWords } from './words.ts';

export const statusEn: StatusWords = {
  pending: {
    sending: 'Callback request received. We are texting a 6-digit code to your phone.',
    sent: 'Callback request received. Enter the 6-digit code that we texted to your phone.',
    failed: 'The code did not reach your phone. Check the number, or ask for another code.',
    blocked: 'We cannot send texts at the moment. Your number is fine; please ask for another code later.',
  },
  verified: 'Your number is confirmed. We call the business as soon as a line is free.',
  calling: 'We are calling the business. Keep your phone at hand: it rings as soon as they accept.',
  connected: 'You are connected.',
  ended: 'This request has ended.',
  outcomes: {
    talked: 'The call took place.',
    'business-no-answer': 'The business did not answer.',
    'business-busy': 'The business was on another call, or declined this one.',
    'business-declined': 'The business could not take the call just now.',
    'business-voicemail': 'The business did not take the call.',
    'business-hung-up': 'The call ended before you could be connected.',
    'visitor-no-answer': 'Your phone rang, but it was not answered.',
    'visitor-busy': 'Your line was busy when we called you.',
    'visitor-unreachable': 'Your phone could not be reached.',
    'visitor-not-connected': 'The phone network could not connect the call to your phone.',
    'short-or-voicemail': 'The call ended before a conversation began.',
    'technical-fault': 'A technical fault ended the call before you could be connected.',
    'carrier-refused': 'The call could not be made.',
    'unknown-result': 'We could not find out whether the call was connected, so we did not call again.',
    'after-hours-notified': 'The business is closed at the moment.',
    'waited-too-long': 'No line became free in time.',
    'database-moved': 'Our service was moved or restored, so we stopped this request.',
    'budget-reached': 'The business cannot make more calls at the moment, so we did not make this one.',
    'opted-out': 'This number has asked not to be contacted, so we did not call.',
    'number-blocked': 'The business does not take requests from this number, so we did not call.',
    'code-not-sent': 'We could not text a code to this number, so we did not call.',
    'code-blocked': 'Our texts could not be sent, so we did not call. Your number is fine.',
    'not-verified': 'The code was not entered in time, so we did not call.',
    'joined-live-request': 'A request for this number is already under way; follow that one.',
    'cancelled-by-visitor': 'You cancelled this request.',
    'cancelled-by-operator': 'The business cancelled this request.',
  },
  notices: {
    none: '',
    sending: 'We are telling the business that you asked for a call.',
    delayed:
      'We could not reach the business about it yet, and we keep trying. If it cannot wait, contact them in another way.',
    sent: 'They have been told and have your number to call you back.',
    failed: 'We could not tell the business about it. Please try again, or contact them in another way.',
  },
};

export const messagesEn: MessageWords = {
  code: (business, code) =>
    `Your code for a call with ${business}: ${code}, valid for 10 minutes. Not you? Ignore this text.`,
  shortCode: (business, code) => `${business}: code ${code}, valid for 10 minutes.`,
  whatsappReply: (digits, host) =>
    `${digits} is your code to sign in on ${host}. Enter it on the page that is open there, ` +
    'and do not give it to anyone. Did someone ask you to send that message or to give them a code? ' +
    'Then ignore this: they are trying to sign in as you.',
  whatsappMessage: (business, code) => `Sign in to ${business}: ${code}`,
  budgetReached: (business) =>
    `Callbacks for ${business}: a spending limit is reached. New requests are refused until the next hour or day. ` +
    'If you did not expect that, see the log.',
  missedTitle: (reference) => `Missed callback ${reference}`,
  closedTitle: (reference) => `Callback while closed ${reference}`,
  labels: { name: 'Name', phone: 'Phone', email: 'Email', about: 'About', page: 'Page', asked: 'Asked' },
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
    'short-or-voicemail': 'the call was very short, or reached voicemail',
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
    `${name} asks for a callback${about === '' ? '' : `, about: ${about}`}. ` +
    'To talk to them now, press 1. To decline, press 2.',
  otherKey: 'That key has no meaning here.',
  visitorUnreachable: (name) => `${name} could not be reached. We are sending you their details. Goodbye.`,
  apology: 'Sorry, something went wrong and this call cannot go on. Goodbye.',
  inbound: (business) =>
    `This number belongs to ${business}. It calls people who asked for a callback on our website, ` +
    'and it cannot take calls. To talk to us, please ask for a callback there. Goodbye.',
  recording: 'This call is recorded.',
  connecting: 'One moment, we are connecting you.',
};
