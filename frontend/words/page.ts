import type { CallbackState } from '../../contract/callback.ts';
import type { ConsentText } from '../../contract/callback-request.ts';

type CallStep = NonNullable<CallbackState['step']>;

/** What the scripts of the page write into it. `markup` holds the words that are in the HTML from the start. */
export const words = {
  title: (view: string, business: string) => (business === '' ? view : `${view} – ${business}`),
  connection: { connecting: 'Connecting', ready: 'Ready', unreachable: 'Unreachable' },
  form: {
    title: 'Request a callback',
    intro: (business: string) =>
      `We ring ${business} first. As soon as they take the call, your phone rings.`,
    opens: (time: string) => `Opens ${time}.`,
    opensElsewhere: (theirs: string, yours: string) => `Opens ${theirs} (${yours} for you).`,
    submit: 'Request Callback Now',
    submitClosed: 'Ask Them to Call Me Back',
    sending: 'Sending',
    recorded: 'Calls are recorded. You hear this before we connect you.',
    nameMissing: 'Please enter your name.',
    phoneMissing: 'Please enter your mobile number.',
    marked: 'Please correct the marked fields above.',
    fieldWrong: (problem: string) => `This ${problem}.`,
    emailWrong: 'This is not an email address. Correct it, or leave it empty.',
  },
  signIn: {
    signedOut: 'We can fill in your details:',
    required: 'To ask for a call, please',
    signedIn: (name: string) => (name === '' ? 'You are signed in.' : `Signed in as ${name}.`),
    signIn: 'sign in',
    signOut: 'sign out',
  },
  code: {
    title: 'Enter your code',
    verify: 'Verify',
    received: 'Callback request received.',
    sending: (phone: string) => `We are texting a code to ${phone}.`,
    sent: (phone: string) => `We texted a code to ${phone}.`,
    failed: (phone: string) => `The text did not reach ${phone}. Change the number, or ask for a new code.`,
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
  network: {
    failed: 'Network error. Please check your connection.',
    retrying: 'Nothing you typed is lost. We are trying again.',
    followLost:
      'Network error. Please check your connection. Your request continues, and this page will catch up.',
    gone: 'This request no longer exists. You can ask again.',
    support: (code: string) => `For support: ${code}`,
  },
  status: {
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

/** What visitors agree to when they ask. Callbacks store the id, so a changed sentence needs a new id. */
export const consent = {
  id: 'one-call-1',
  text: 'By asking, you agree to one call and to texts with a code.',
} as const satisfies { id: ConsentText; text: string };
