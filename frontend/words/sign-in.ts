import type { SignInFailed } from '../../contract/sign-in.ts';
import { triesLeft } from './follow.ts';

/** Words for signing in by a provider. */
export const signInWords = {
  notNow: 'Not now',
  done: (name: string) => (name === '' ? 'You are signed in.' : `You are signed in as ${name}.`),
  left: 'You are signed out.',
  proven: (number: string) => `${number} is confirmed and needs no code. Any other number gets one by text.`,
  needsHttps: 'Signing in works on pages with https only. Please tell the owner of this page.',
} as const;

/** What a visitor can do after a failed sign-in. */
export const signInFailureWords = {
  denied: 'You did not agree to signing in, so nothing was shared. You can try again or choose another way.',
  expired: 'Signing in took too long or was started in another window. Please sign in again.',
  'provider-down': 'The sign-in service does not answer at the moment. Try again, or choose another.',
  'not-set-up': 'This way of signing in is not set up correctly here. Choose another, or tell the business.',
  'not-valid': 'Signing in did not work. Please sign in again.',
  'too-many': 'Too many sign-ins were started from your connection. Try again in a few minutes.',
} satisfies Record<SignInFailed, string>;

const names: Partial<Record<string, string>> = {
  google: 'Google',
  facebook: 'Facebook',
  instagram: 'Instagram (professional accounts)',
  x: 'X',
  whatsapp: 'WhatsApp',
  demo: 'Made-up people (demo)',
};

export function providerName(provider: string) {
  return names[provider] ?? provider;
}

/** Words for signing in by WhatsApp. */
export const whatsappWords = {
  steps: {
    prepare: 'One moment.',
    send: 'Send us a message on WhatsApp. We answer with a code, and you enter it here.',
    enter: 'Your message has arrived. Enter the code from our answer in the chat.',
    over: '',
  },
  sixDigits: 'Enter all six digits of the code.',
  sameAgain: 'This code was wrong. Check the chat and correct it.',
  guesses: (left: number) => `That code is wrong. ${triesLeft(left)}`,
  noGuesses: 'That code is wrong, and no tries are left. Start again to get another.',
  expired: 'This took too long, and the code no longer works. Start again to get another.',
  retrying: 'We are trying again.',
  check: 'Sign in',
  checking: 'Checking the code',
} as const;
