import type { ConsentText } from '../../contract/callback-request.ts';

/** What the scripts of the form write. `markup` holds the words that are in the HTML from the start. */
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
  network: {
    failed: 'Network error. Please check your connection.',
    retrying: 'Nothing you typed is lost. We are trying again.',
    gone: 'This request no longer exists. You can ask again.',
    support: (code: string) => `For support: ${code}`,
  },
} as const;

/** What visitors agree to when they ask. Callbacks store the id, so a changed sentence needs a new id. */
export const consent = {
  id: 'one-call-1',
  text: 'By asking, you agree to one call and to texts with a code.',
} as const satisfies { id: ConsentText; text: string };
