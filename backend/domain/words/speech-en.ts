import type { SpeechWords } from './speech.ts';

export const speechEn: SpeechWords = {
  screening: (name, about) =>
    `${name} asks for a callback${about === '' ? '' : `, about: ${about}`}. ` +
    'To talk to them now, press 1. To decline, press 2.',
  visitorUnreachable: (name) => `${name} could not be reached. We are sending you their details. Goodbye.`,
  apology: 'Sorry, something went wrong and this call cannot go on. Goodbye.',
  inbound: (business) =>
    `This number belongs to ${business}. It calls back people who asked for that on our website, ` +
    'and nobody answers it. To talk to us, please ask for a callback there. Goodbye.',
  recording: 'This call is recorded.',
  connecting: 'One moment, we are connecting you.',
};
