import type { CallbackState } from '../../contract/callback.ts';
import type { ConsentText } from '../../contract/callback-request.ts';

type CallStep = NonNullable<CallbackState['step']>;

/** What the page says once it knows more. */
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
    submitClosed: 'Text Them to Call Me Back',
    sending: 'Sending',
    recorded: 'Calls are recorded; you hear so before you are connected.',
    nameMissing: 'Please enter your name.',
    phoneMissing: 'Please enter your mobile number.',
    marked: 'Please look at what is marked above.',
    fieldWrong: (problem: string) => `This ${problem}.`,
    emailWrong: 'This does not look like an email address. Correct it, or leave it empty.',
  },
  signIn: {
    signedOut: 'Have your details filled in:',
    required: 'To ask for a call, please',
    signedIn: (name: string) => `Signed in as ${name}.`,
    somebody: 'yourself',
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
    sameAgain: 'This code was not right. Look at the text once more and correct it.',
    checking: 'Checking the code',
    resendIn: (time: string) => `in ${time}`,
    resent: 'A new code is on its way. The one before no longer works.',
    expired: 'This code is too old. Ask for a new one and enter that.',
    guesses: (left: number) =>
      left === 0
        ? 'That code is not right, and it takes no more tries. Ask for a new one.'
        : `That code is not right. You can try ${left === 1 ? 'once' : `${left} times`} more.`,
  },
  network: {
    failed: 'Network error. Please check your connection',
    retrying: 'Nothing you typed is lost. We try again by ourselves.',
    followLost: 'Network error. Please check your connection. Your request goes on; this page catches up.',
    gone: 'This request is no longer known here. You can ask again.',
    support: (code: string) => `For support: ${code}`,
  },
  status: {
    verified: 'Your number is confirmed',
    verifiedText: (business: string) => `We call ${business} as soon as a line is free.`,
    calling: (business: string) => `Calling ${business}`,
    callingText: 'Keep your phone at hand. It rings as soon as they take the call.',
    screening: 'They picked up',
    screeningText: 'They hear who is calling and why, and decide whether to take it now.',
    ringing: 'Your phone is ringing',
    ringingText: (number: string) => `They took the call. Please answer: the call comes from ${number}.`,
    connected: 'You are connected',
    connectedText: 'You can close this page; the call goes on.',
    next: 'You are next in line.',
    queue: (position: number, wait: string) => `You are number ${position} in line. About ${wait} to wait.`,
    joined: 'A request for this number was under way already, so you follow that one.',
    unknown: 'Your request has ended',
  },
  steps: {
    proven: 'Number confirmed',
    'calling-business': 'Calling the business',
    'business-screening': 'They are deciding',
    'calling-visitor': 'Your phone rings',
    bridged: 'Connected',
    done: 'Done',
  } satisfies Record<'proven' | CallStep | 'done', string>,
  stepState: { done: 'done', current: 'now', open: 'to come' },
} as const;

/**
 * What visitors agree to by asking, and the id that their requests keep of it. Whoever changes the sentence gives it
 * another id, so that it stays known who agreed to what.
 */
export const consent = {
  id: 'one-call-1',
  text: 'By asking, you agree to one call and to texts with a code.',
} as const satisfies { id: ConsentText; text: string };
