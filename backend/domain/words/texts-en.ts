import type { TextWords } from './text-words.ts';

export const textsEn: TextWords = {
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
