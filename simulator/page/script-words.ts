import type { PhoneScript } from '../phone/scripts.ts';

/** What a phone does, as its owner would put it. */
export const scriptWords: Readonly<Record<PhoneScript, string>> = {
  manual: 'By hand: you decide',
  human: 'Answers, presses 1, talks',
  'slow-human': 'Answers late, presses 1, talks',
  presses: 'Answers and presses its keys',
  voicemail: 'Voicemail answers',
  busy: 'Busy',
  declines: 'Declines',
  'no-answer': 'Rings, nobody answers',
  'hangs-up-mid-prompt': 'Answers, hangs up at once',
  unreachable: 'Unreachable, texts fail too',
};

/** Makes a choice between all scripts. */
export const scriptNames = Object.keys(scriptWords) as PhoneScript[];
