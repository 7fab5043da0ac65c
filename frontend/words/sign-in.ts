import type { SignInFailed } from '../../contract/sign-in.ts';
import { triesLeft } from './follow.ts';

/** Words for signing in by a provider. */
export const signInWords = {
  notNow: 'Not now',
  done: (name: string) => (name === '' ? 'You are signed in.' : `You are signed in as ${name}.`),
  left: 'You are signed out.',
  proven: (number: string) => `${number} is confirmed and needs no code. We text one to any other number.`,
  needsHttps: 'You can’t sign in here, because this page isn’t secure (https).',
} as const;

/** What a visitor can do after a failed sign-in. */
export const signInFailureWords = {
  denied: 'You chose not to sign in, so nothing was shared. You can try again or pick another way.',
  expired: 'Signing in took too long or was started in another window. Please sign in again.',
  'provider-down': 'That sign-in service isn’t answering right now. Try again, or pick another.',
  'not-set-up': 'This way of signing in isn’t set up correctly here. Please pick another.',
  'not-valid': 'Signing in didn’t work. Please try again.',
  'too-many': 'There were too many sign-ins from your connection. Try again in a few minutes.',
} satisfies Record<SignInFailed, string>;

const names: Partial<Record<string, string>> = {
  google: 'Google',
  facebook: 'Facebook',
  instagram: 'Instagram (professional accounts)',
  x: 'X',
  whatsapp: 'WhatsApp',
  demo: 'Demo person',
};

export function providerName(provider: string) {
  return names[provider] ?? provider;
}

/** Words for signing in by WhatsApp. */
export const whatsappWords = {
  steps: {
    prepare: 'One moment.',
    send: 'Send us a WhatsApp message. We reply with a code, and you enter it here.',
    enter: 'Your message has arrived. Enter the code from our reply.',
    over: '',
  },
  sixDigits: 'Enter all six digits.',
  sameAgain: 'That code was wrong. Check the chat and try again.',
  guesses: (left: number) => `That code is wrong. ${triesLeft(left)}`,
  noGuesses: 'That code is wrong, and you have no tries left. Start again to get another.',
  expired: 'This took too long, and the code no longer works. Start again to get another.',
  retrying: 'We’re trying again.',
  check: 'Sign in',
  checking: 'Checking…',
  copied: 'Copied',
  copy: 'Copy message',
} as const;
