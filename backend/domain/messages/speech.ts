import type { Language } from '../../../languages/languages.ts';
import type { Callback } from '../callback/state.ts';
import { oneLine, shorten } from './one-line.ts';
import { inEachLanguage, speechWords } from './translate.ts';
import type { SpeechWords } from './words.ts';

type Speech = ReturnType<typeof createSpeech>;

function createSpeech(words: SpeechWords) {
  return {
    /** The question to the business: who asks, about what, and which keys to press. */
    screening: (callback: Callback) => screening(words, callback),
    /** The question once more, after a key that was not offered. */
    screeningAgain: (callback: Callback) => `${words.otherKey} ${screening(words, callback)}`,
    connecting: () => words.connecting,
    /** Both parties must be told of a recording before they are connected. */
    recordedConnecting: () => `${words.recording} ${words.connecting}`,
    recording: () => words.recording,
    /** The question to the visitor: who calls, and which key connects. */
    visitorScreening: (business: string) => words.visitorScreening(shorten(oneLine(business), 60)),
    visitorScreeningAgain: (business: string) =>
      `${words.otherKey} ${words.visitorScreening(shorten(oneLine(business), 60))}`,
    /** The question before a code is spoken. */
    codeOffer: (business: string) => words.codeOffer(shorten(oneLine(business), 60)),
    codeOfferAgain: (business: string) =>
      `${words.otherKey} ${words.codeOffer(shorten(oneLine(business), 60))}`,
    /** What stands before the digits, each time that they are spoken, and after them. */
    codeSentences: () => ({ before: [words.codeFirst, words.codeAgain], after: words.goodbye }),
    visitorUnreachable: (callback: Callback) => words.visitorUnreachable(spokenName(callback)),
    apology: () => words.apology,
    inboundConnecting: (business: string) => words.inboundConnecting(oneLine(business)),
    /** Digit by digit, as a person reads a number out. */
    inboundWhisper: (phone: string) => words.inboundWhisper([...phone.replace(/\D/g, '')].join(' ')),
    inboundMissed: () => words.inboundMissed,
    inboundGreeting: (business: string) => words.inbound(oneLine(business)),
  };
}

/** The sentences spoken in calls, in one language; the visitor's input in them is one line and shortened. */
export const speechIn: (language: Language) => Speech = inEachLanguage((language) =>
  createSpeech(speechWords(language)),
);

function screening(words: SpeechWords, callback: Callback): string {
  return words.screening(spokenName(callback), shorten(oneLine(callback.subject ?? ''), 140));
}

function spokenName(callback: Callback): string {
  return shorten(oneLine(callback.visitor.name), 40);
}
