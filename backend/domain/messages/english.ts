import type { MessageWords, SpeechWords, StatusWords } from './words.ts';

export const statusEn: StatusWords = {
  pending: {
    sending: 'Callback request received. We are texting a 6-digit code to your phone.',
    sent: 'Callback request received. Enter the 6-digit code that we texted to your phone.',
    failed: 'The code did not reach your phone. Check the number, or ask for another code.',
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
    'business-voicemail': 'Nobody at the business took the call.',
    'business-hung-up': 'The call ended before you could be connected.',
    'visitor-no-answer': 'Your phone rang, but it was not answered.',
    'visitor-busy': 'Your line was busy when we called you.',
    'visitor-unreachable': 'Your phone could not be reached.',
    'short-or-voicemail': 'The call ended before a conversation began.',
    'carrier-refused': 'The call could not be made.',
    'unknown-result': 'We could not find out whether the call came about, so we did not call again.',
    'after-hours-notified': 'The business is closed at the moment.',
    'waited-too-long': 'No line became free in time.',
    'database-moved': 'Our service was moved in between, so nobody was called.',
    'budget-reached': 'The business cannot make more calls at the moment, so nobody was called.',
    'opted-out': 'This number has asked not to be contacted, so nobody was called.',
    'code-not-sent': 'We could not text a code to this number, so nobody was called.',
    'not-verified': 'The code was not entered in time, so nobody was called.',
    'joined-live-request': 'A request for this number is already under way; follow that one.',
    'cancelled-by-visitor': 'You cancelled this request.',
    'cancelled-by-operator': 'The business cancelled this request.',
  },
  notices: {
    none: '',
    sending: 'We are telling them that you asked for a call.',
    sent: 'They have been told, and have your number to call you back.',
    failed: 'We could not tell them either. Please try again, or reach them in another way.',
  },
};

export const messagesEn: MessageWords = {
  code: (business, code) =>
    `Your code for a call with ${business}: ${code}, valid for 10 minutes. Not you? Ignore this text.`,
  shortCode: (business, code) => `${business}: code ${code}, valid for 10 minutes.`,
  whatsappReply: (digits, host) =>
    `${digits} is your code to sign in on ${host}. Enter it on the page that you have open there, and tell it to nobody. ` +
    'Did somebody ask you to send that message, or to tell them a code? Then ignore this: they want to pass for you.',
  whatsappMessage: (business, code) => `Sign in to ${business}: ${code}`,
  budgetReached: (business) =>
    `Callbacks of ${business}: a spending limit is reached. Visitors are turned away until the next hour or day. ` +
    'Were these no real visitors? See the log.',
  missedTitle: (reference) => `Missed callback ${reference}`,
  closedTitle: (reference) => `Callback while closed ${reference}`,
  labels: { name: 'Name', phone: 'Phone', email: 'Email', about: 'About', page: 'Page', asked: 'Asked' },
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  reasons: {
    'business-no-answer': 'you did not answer',
    'business-busy': 'your line was busy, or you declined',
    'business-declined': 'you declined',
    'business-voicemail': 'nobody pressed 1',
    'business-hung-up': 'you hung up before the visitor was reached',
    'visitor-no-answer': 'the visitor did not answer',
    'visitor-busy': "the visitor's line was busy",
    'visitor-unreachable': 'the visitor could not be reached',
    'short-or-voicemail': 'the talk was too short, or with a voicemail',
    'carrier-refused': 'the call could not be made',
    'unknown-result': 'it is unknown whether the call came about',
    'after-hours-notified': 'please call when you open',
    'waited-too-long': 'your line did not become free in time',
    'budget-reached': 'your spending limit left no room for the call',
    'database-moved': 'the service was moved or restored; you may know this one already',
  },
};

export const speechEn: SpeechWords = {
  screening: (name, about) =>
    `${name} asks for a callback${about === '' ? '' : `, about: ${about}`}. ` +
    'To talk to them now, press 1. To decline, press 2.',
  visitorUnreachable: (name) => `${name} could not be reached. We are sending you their details. Goodbye.`,
  apology: 'Sorry, something went wrong and this call cannot go on. Goodbye.',
  inbound: (business) =>
    `This number belongs to ${business}. It calls back people who asked for that on our website, ` +
    'and nobody answers it. To talk to us, please ask for a callback there. Goodbye.',
  recording: 'This call is recorded.',
  connecting: 'One moment, we are connecting you.',
};
