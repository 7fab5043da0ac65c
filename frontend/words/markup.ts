import { followWords } from './follow.ts';
import { consent, words } from './page.ts';

/** Words that the build puts into index.html, at `{{form.title}}` for example. */
export const markup = {
  title: words.form.title,
  needsScript: 'This page needs JavaScript. Please switch it on, or contact us in another way.',
  connecting: words.connection.connecting,
  form: {
    title: 'Let us call you',
    intro: 'We ring the business first. As soon as they take the call, your phone rings.',
    callerBefore: 'The call comes from',
    callerUnknown: 'our number',
    closed: 'Closed now',
    closedNote: 'You can still ask: they get a text with your details and can call you back.',
    name: 'Your name',
    phone: 'Mobile number',
    phoneHint: 'We text a 6-digit code to this number. A landline cannot receive it.',
    email: 'Email',
    subject: 'What is it about?',
    subjectHint: 'They hear this before they take the call.',
    optional: 'optional',
    submit: words.form.submit,
    privacy:
      'We keep what you enter to connect this call and to let the business call you back. ' +
      'We do not use it for advertising.',
    consent: consent.text,
    policies: { privacy: 'Privacy', terms: 'Terms', deletion: 'Delete my data' },
  },
  code: {
    title: followWords.code.title,
    received: followWords.code.received,
    label: '6-digit code',
    hint: 'We check it as soon as you enter the sixth digit.',
    verify: followWords.code.verify,
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
    simulated: 'This is a simulation: send the message below from a simulated phone, by WhatsApp.',
    open: 'Open WhatsApp',
    picture: 'QR code that opens WhatsApp with the message',
    scan: 'Or scan this with your phone.',
    byHand: 'Or send this message to',
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
