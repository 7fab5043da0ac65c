import { consent, words } from './page.ts';

/** What stands in the page before anything is known: put into index.html when the page is built. */
export const markup = {
  title: words.form.title,
  needsScript:
    'This page needs JavaScript to ask for your call. Please switch it on, or reach us in another way.',
  connecting: words.connection.connecting,
  form: {
    title: 'Let us call you',
    intro: 'We ring the business first. As soon as they take the call, your phone rings.',
    callerBefore: 'The call comes from',
    callerUnknown: 'our number',
    closed: 'Closed now',
    closedNote: 'Ask all the same: they get a text with your details, to call you back.',
    name: 'Your name',
    phone: 'Mobile number',
    phoneHint: 'It must be able to receive texts: we send it a 6-digit code. A landline cannot.',
    email: 'Email',
    subject: 'What is it about?',
    subjectHint: 'They hear this before they take the call.',
    optional: 'optional',
    submit: words.form.submit,
    privacy:
      'We keep what you enter to connect this call, and so that the business can call you back. It is not used ' +
      'for advertising.',
    consent: consent.text,
    policies: { privacy: 'Privacy', terms: 'Terms', deletion: 'Delete my data' },
  },
  code: {
    title: words.code.title,
    received: words.code.received,
    label: '6-digit code',
    hint: 'It is checked by itself at the sixth digit.',
    verify: words.code.verify,
    resend: 'Send a new code',
    changeNumber: 'Change number',
  },
  status: {
    title: 'Your request',
    progress: 'How far your call is',
    reference: 'Reference',
    cancel: 'Cancel request',
    again: 'Ask again',
  },
  signIn: {
    choose: 'Sign in with',
    signedOut: words.signIn.signedOut,
    signIn: words.signIn.signIn,
  },
  whatsapp: {
    title: 'Sign in with WhatsApp',
    simulated: 'Nothing real is sent here: write the message below at a simulated phone, by WhatsApp.',
    open: 'Open WhatsApp',
    picture: 'QR code that opens WhatsApp with the message',
    scan: 'Or scan this with your phone.',
    byHand: 'Or write this yourself to',
    waiting: 'Waiting for your message',
    label: 'Code from the chat',
    check: 'Sign in',
    again: 'Start again',
    close: 'Not now',
  },
  confirm: {
    title: 'End the call?',
    text: 'The call is under way. If you cancel now, we hang up.',
    yes: 'Cancel and hang up',
    no: 'Keep the call',
  },
  simulator: {
    text: 'Simulated carrier: no real calls or texts.',
    link: 'Open the phones',
  },
} as const;
