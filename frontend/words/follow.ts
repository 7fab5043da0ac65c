import type { CallbackState } from '../../contract/callback.ts';

type CallStep = NonNullable<CallbackState['step']>;

/** What the scripts write after the request: about the code, and about the call. */
export const followWords = {
  code: {
    title: 'Enter your code',
    verify: 'Verify',
    received: 'Callback request received.',
    sending: (phone: string) => `We are texting a code to ${phone}.`,
    sent: (phone: string) => `We texted a code to ${phone}.`,
    blocked: (phone: string) =>
      `We cannot text ${phone} at the moment. The fault is ours: your number is fine. Ask for a new code later.`,
    failed: (phone: string) => `The text did not reach ${phone}. Change the number, or ask for a new code.`,
    twoCodes: 'This text has more than one six-digit number. Enter only the code that we sent.',
    sixDigits: 'Enter all six digits of the code.',
    sameAgain: 'This code was wrong. Check the text message and correct it.',
    checking: 'Checking the code',
    resendIn: (time: string) => `in ${time}`,
    resent: 'A new code is on its way. The old one no longer works.',
    expired: 'This code has expired. Ask for a new one.',
    guesses: (left: number) =>
      left === 0
        ? 'That code is wrong, and no tries are left. Ask for a new code.'
        : `That code is wrong. ${triesLeft(left)}`,
  },
  status: {
    lost: 'Network error. Please check your connection. Your request continues, and this page will catch up.',
    verified: 'Your number is confirmed',
    verifiedText: (business: string) => `We call ${business} as soon as a line is free.`,
    calling: (business: string) => `Calling ${business}`,
    callingText: 'Keep your phone at hand. It rings as soon as they take the call.',
    screening: 'They picked up',
    screeningText: 'They hear who is calling and why, and decide whether to take the call.',
    ringing: 'Your phone is ringing',
    ringingText: (number: string) => `They took the call. Please answer: the call comes from ${number}.`,
    connected: 'You are connected',
    connectedText: 'You can close this page. The call continues.',
    next: 'You are next in line.',
    queue: (position: number, wait: string) =>
      `You are number ${position} in line. The wait is about ${wait}.`,
    joined: 'You already had a request for this number, so this page shows that one.',
    unknown: 'Your request has ended',
  },
  steps: {
    proven: 'Number confirmed',
    'calling-business': 'Calling the business',
    'business-screening': 'They hear who is calling',
    'calling-visitor': 'Your phone rings',
    bridged: 'Connected',
    done: 'Done',
  } satisfies Record<'proven' | CallStep | 'done', string>,
  stepState: { done: 'done', current: 'now', open: 'to come' },
} as const;

export function triesLeft(count: number): string {
  return `You have ${count} ${count === 1 ? 'try' : 'tries'} left.`;
}

/** A code within a message of ours, in the three forms in which messages contain it. */
export const ownCode = /(?:: |code )(\d{6}), valid|(\d{3} ?\d{3}) is your code|^@\S+ #(\d{6})$/gmu;
