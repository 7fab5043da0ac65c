import type { ConsentText } from '../../contract/callback-request.ts';

/** What the scripts of the form write. `markup` holds the words that are in the HTML from the start. */
export const words = {
  title: (view: string, business: string) => (business === '' ? view : `${view} – ${business}`),
  connection: { connecting: 'Connecting', ready: 'Open now', closed: 'Closed now', unreachable: 'Offline' },
  form: {
    title: 'Request a callback',
    intro: 'Enter your number. Your phone rings as soon as one of us picks up.',
    introClosed: 'We’re closed right now. Leave your number and we can call you back.',
    calledFrom: (number: string) => `We call from ${number}.`,
    wait: (time: string) => `The wait is about ${time}.`,
    opens: (time: string) => `We open ${time}.`,
    opensElsewhere: (theirs: string, yours: string) => `We open ${theirs} (${yours} for you).`,
    submit: 'Request callback now',
    submitClosed: 'Leave my number',
    sending: 'Sending…',
    recorded: 'Calls are recorded; we say so before we connect you.',
    nameMissing: 'Please enter your name.',
    phoneMissing: 'Please enter your mobile number.',
    fieldWrong: (problem: string) => `This ${problem}.`,
    emailWrong: 'This isn’t an email address. Correct it, or leave it empty.',
  },
  signIn: {
    signedOut: 'Want to save typing?',
    required: 'To request a call, please sign in.',
    signedIn: (name: string) => (name === '' ? 'You are signed in.' : `Signed in as ${name}.`),
    signIn: 'Sign in',
    signOut: 'Sign out',
    inApp: (app: string) =>
      `Google sign-in doesn’t work inside ${app === '' ? 'this app' : app}. Open this page in your browser: use the ⋯ menu, then “Open in browser”.`,
  },
  network: {
    failed: 'Network error. Please check your connection.',
    retrying: 'Nothing you typed is lost. We’re trying again.',
    gone: 'This request no longer exists. You can ask again.',
    support: 'Details for support',
  },
} as const;

/** What visitors agree to when they ask. Callbacks store the id, so a changed sentence needs a new id. */
export const consent = {
  id: 'one-call-1',
  text: 'By asking, you agree to one call and to texts with a code.',
} as const satisfies { id: ConsentText; text: string };
