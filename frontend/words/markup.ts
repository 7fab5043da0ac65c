import { followWords } from './follow.ts';
import { consent, words } from './page.ts';
import { whatsappWords } from './sign-in.ts';

/** Words that the build puts into index.html, at `{{form.title}}` for example. */
export const markup = {
  title: words.form.title,
  needsScript: 'This page needs JavaScript. Please switch it on, or contact us another way.',
  connecting: words.connection.connecting,
  support: words.network.support,
  form: {
    title: 'Let us call you',
    intro: words.form.intro,
    more: 'Add email or topic',
    name: 'Your name',
    phone: 'Mobile number',
    phoneHint: 'We text a 6-digit code to this number, so it has to be a mobile.',
    email: 'Email',
    subject: 'What is it about?',
    subjectHint: 'We hear this before we pick up.',
    optional: 'optional',
    submit: words.form.submit,
    privacy: 'We use your details only to call you, never for advertising.',
    consent: consent.text,
    policies: { privacy: 'Privacy', terms: 'Terms', deletion: 'Delete my data' },
  },
  code: {
    title: followWords.code.title,
    received: followWords.code.received,
    label: '6-digit code',
    hint: 'We check it as soon as all six digits are in.',
    verify: followWords.code.verify,
    resend: 'Send a new code',
    changeNumber: 'Change number',
  },
  status: {
    title: 'Your request',
    progress: 'Progress of your call',
    reference: 'Reference',
    cancel: followWords.status.cancel,
    again: 'Request another call',
  },
  signIn: {
    choose: 'Sign in with',
    signedOut: words.signIn.signedOut,
    signIn: words.signIn.signIn,
  },
  whatsapp: {
    title: 'Sign in with WhatsApp',
    simulated: 'No real WhatsApp here: copy the message, and send it by WhatsApp from a simulated phone.',
    open: 'Open WhatsApp',
    picture: 'QR code that opens WhatsApp with the message',
    scan: 'Or scan this with your phone',
    byHand: 'Message to',
    copy: whatsappWords.copy,
    waiting: 'Waiting for your message',
    label: 'Code from the chat',
    check: 'Sign in',
    again: 'Start again',
    close: 'Not now',
  },
  confirm: {
    title: 'End the call?',
    text: 'If you hang up now, the call ends for both of us.',
    yes: 'End call',
    no: 'Keep the call',
  },
  simulator: {
    text: 'Demo: no real calls or texts.',
    link: 'Open the phones',
  },
} as const;
