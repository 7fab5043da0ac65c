/** What is said while somebody signs in by WhatsApp. */
export const words = {
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
