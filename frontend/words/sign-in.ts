import type { SignInFailed } from '../../contract/sign-in.ts';

/** What is said once somebody signs in. */
export const signInWords = {
  notNow: 'Not now',
  done: (name: string) => (name === '' ? 'You are signed in.' : `You are signed in as ${name}.`),
  left: 'You are signed out.',
  proven: (number: string) => `${number} is shown to be yours and needs no code. Any other gets one by text.`,
  needsHttps: 'Signing in works on pages with https only. Please tell the owner of this page.',
} as const;

/** What a visitor can do when nobody was signed in. */
export const signInFailureWords = {
  denied: 'You did not agree to signing in, so nothing was shared. You can try again or choose another way.',
  expired: 'Signing in took too long or was begun in another window. Please sign in again.',
  'provider-down': 'The sign-in service does not answer at the moment. Try again, or choose another.',
  'not-set-up': 'This way of signing in is not set up correctly here. Choose another, or tell the business.',
  'not-valid': 'Signing in did not work. Please sign in again.',
  'too-many': 'Too many sign-ins were begun from your connection. Try again in a few minutes.',
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

/** What is said while somebody signs in by WhatsApp. */
export const whatsappWords = {
  steps: {
    prepare: 'One moment.',
    send: 'Send us a message on WhatsApp. The answer holds a code, and you enter it here.',
    enter: 'Your message has come. Enter the code that the answer in the chat holds.',
    over: '',
  },
  sixDigits: 'Enter all six digits of the code.',
  sameAgain: 'This code was not right. Look at the chat once more and correct it.',
  guesses: (left: number) =>
    `That code is not right. You can try ${left === 1 ? 'once' : `${left} times`} more.`,
  noGuesses: 'That code was not right either, so it takes no more tries. Start again to get another.',
  expired: 'This took too long, and the code no longer works. Start again to get another.',
  retrying: 'We try again by ourselves.',
  check: 'Sign in',
  checking: 'Checking the code',
} as const;
