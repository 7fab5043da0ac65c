import type { CallbackState } from '../../contract/callback.ts';

type CallStep = NonNullable<CallbackState['step']>;

/** A step before, while and after it happens. */
export type StepWords = readonly [open: string, current: string, done: string];

/** What the scripts write after the request: about the code, and about the call. */
export const followWords = {
  code: {
    title: 'Enter your code',
    verify: 'Confirm',
    received: 'Callback request received.',
    sending: (phone: string) => `We’re texting a code to ${phone}.`,
    sent: (phone: string) => `We texted a code to ${phone}.`,
    blocked: (phone: string) =>
      `We can’t send texts right now. Your number, ${phone}, is fine. Please ask for a new code a little later.`,
    failed: (phone: string) => `Our text didn’t reach ${phone}. Check the number, or ask for a new code.`,
    twoCodes: 'There is more than one six-digit number here. Enter only our code.',
    sixDigits: 'Enter all six digits.',
    sameAgain: 'That code was wrong. Check our text and try again.',
    checking: 'Checking…',
    resendIn: (time: string) => `in ${time}`,
    resent: 'A new code is on its way. The old one no longer works.',
    expired: 'This code has expired. Ask for a new one.',
    guesses: (left: number) =>
      left === 0
        ? 'That code is wrong, and you have no tries left. Ask for a new code.'
        : `That code is wrong. ${triesLeft(left)}`,
  },
  status: {
    lost: 'Network error. Please check your connection. Your request continues, and this page will catch up.',
    verified: 'Your number is confirmed',
    verifiedText: 'Keep your phone close: it rings as soon as one of us is free.',
    calling: 'Calling our team',
    callingText: 'Keep your phone close. It rings as soon as one of us picks up.',
    screening: 'One of us has picked up',
    screeningText: 'We say who is calling first. Your phone should ring in a few seconds.',
    ringing: 'Your phone is ringing',
    ringingText: (number: string) => `Pick up the call from ${number}. We are on the line.`,
    connected: 'You are connected',
    connectedText: 'You can close this page. The call goes on.',
    next: 'You are next in line.',
    queue: (position: number, wait: string) =>
      `You are number ${position} in line. The wait is about ${wait}.`,
    joined: 'You already had a request for this number, so here it is.',
    unknown: 'Your request has ended',
    cancel: 'Cancel request',
    hangUp: 'Hang up',
    ended: 'Call ended',
    endedText: 'You hung up.',
  },
  steps: {
    proven: ['Confirm your number', 'Confirming your number', 'Number confirmed'],
    'calling-business': ['We call our team', 'Calling our team', 'Called our team'],
    'business-screening': ['One of us picks up', 'One of us is picking up', 'One of us picked up'],
    'calling-visitor': ['Your phone rings', 'Your phone is ringing', 'You picked up'],
    bridged: ['We talk', 'Talking', 'We talked'],
  } satisfies Record<'proven' | CallStep, StepWords>,
  stepState: { done: 'done', current: 'now', open: 'to come' },
} as const;

export function triesLeft(count: number): string {
  return `You have ${count} ${count === 1 ? 'try' : 'tries'} left.`;
}

/** A code within a message of the platform, in the three forms in which messages contain it. */
export const ownCode = /(?:: |code )(\d{6}), valid|(\d{3} ?\d{3}) is your code|^@\S+ #(\d{6})$/gmu;
